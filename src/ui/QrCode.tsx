/** Owns drawing a QR code, in a file of its own so that its library loads only where one is drawn; never reads one. */
import { generate } from 'lean-qr';
import styles from './QrCode.module.css';

/** What the QR library hands over: modules without quiet zone. */
export type QrModules = { readonly size: number; readonly get: (x: number, y: number) => boolean };

/** Draws `text` as one path, dark on white in both themes (scanners need it), with a quiet zone of 4. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const modules = generate(text);
  const side = modules.size + 8;
  return (
    <svg
      className={styles.qr}
      viewBox={`0 0 ${side} ${side}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={side} height={side} fill="#ffffff" />
      <path d={qrPath(modules)} fill="#000000" />
    </svg>
  );
}

/** The dark modules as horizontal runs; coordinates already hold the quiet zone. */
export function qrPath(modules: QrModules): string {
  const { size } = modules;
  const runs: string[] = [];
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (!modules.get(x, y)) continue;
      const from = x;
      while (x + 1 < size && modules.get(x + 1, y)) x += 1;
      const width = x - from + 1;
      runs.push(`M${from + 4} ${y + 4}h${width}v1h-${width}z`);
    }
  }
  return runs.join('');
}
