/** Owns covering areas of a picture with solid blocks, on a copy. Must never change the original, or hand pixels to the browser to keep. */
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { DraftAttachment } from '../../domain/draft.ts';
import { Button } from '../../ui/Button.tsx';
import { Beside, Stack } from '../../ui/Screen.tsx';
import { useSession } from '../application.ts';
import { type Area, type Drawn, drawAnew, readPicture } from '../media/draw.ts';
import { useT } from '../translation.tsx';
import styles from './Evidence.module.css';
import { useWords } from './words.ts';

const STEP = 0.02;
const SIDE = 0.2;
const LOOK = 1_024;
/** A tap is no block. */
const LEAST = 0.015;

const within = (value: number): number => Math.min(1, Math.max(0, value));
const between = (a: Point, b: Point): Area => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  w: Math.abs(a.x - b.x),
  h: Math.abs(a.y - b.y),
});
type Point = { readonly x: number; readonly y: number };

export function Cover({ file, onDone }: { readonly file: DraftAttachment; readonly onDone: () => void }) {
  const t = useT();
  const w = useWords();
  const session = useSession();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [picture, setPicture] = useState<Drawn | null | 'none'>(null);
  const [areas, setAreas] = useState<readonly Area[]>([]);
  const [drawing, setDrawing] = useState<{ readonly from: Point; readonly area: Area } | null>(null);
  const [saving, setSaving] = useState(false);
  const { id, mime } = file;

  useEffect(() => {
    let wanted = true;
    void session.composing.bytesOf(id).then(async (bytes) => {
      const read = bytes === null ? null : await readPicture(bytes, mime);
      bytes?.fill(0);
      if (wanted) setPicture(read ?? 'none');
    });
    return () => {
      wanted = false;
    };
  }, [session, id, mime]);

  useEffect(() => {
    const pen = canvas.current?.getContext('2d');
    if (canvas.current === null || pen === null || pen === undefined) return;
    if (picture === null || picture === 'none') return;
    const part = Math.min(1, LOOK / Math.max(picture.width, picture.height));
    const [width, height] = [Math.round(picture.width * part), Math.round(picture.height * part)];
    canvas.current.width = width;
    canvas.current.height = height;
    pen.drawImage(picture.picture, 0, 0, width, height);
    pen.fillStyle = '#000';
    for (const { x, y, w, h } of drawing === null ? areas : [...areas, drawing.area])
      pen.fillRect(x * width, y * height, w * width, h * height);
  }, [picture, areas, drawing]);

  const pointOf = (event: PointerEvent): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return {
      x: within((event.clientX - box.left) / box.width),
      y: within((event.clientY - box.top) / box.height),
    };
  };
  const end = (): void => {
    if (drawing !== null && drawing.area.w > LEAST && drawing.area.h > LEAST)
      setAreas([...areas, drawing.area]);
    setDrawing(null);
  };
  const byKey = (event: KeyboardEvent): void => {
    const last = areas.at(-1);
    const ways: Readonly<Record<string, Point>> = {
      ArrowLeft: { x: -STEP, y: 0 },
      ArrowRight: { x: STEP, y: 0 },
      ArrowUp: { x: 0, y: -STEP },
      ArrowDown: { x: 0, y: STEP },
    };
    const way = ways[event.key];
    if (way === undefined || last === undefined) return;
    event.preventDefault();
    const next = event.shiftKey
      ? { ...last, w: Math.max(STEP, within(last.w + way.x)), h: Math.max(STEP, within(last.h + way.y)) }
      : { ...last, x: within(last.x + way.x), y: within(last.y + way.y) };
    setAreas([...areas.slice(0, -1), next]);
  };
  const save = async (): Promise<void> => {
    if (picture === null || picture === 'none') return;
    setSaving(true);
    const bytes = drawAnew(picture, { areas });
    if (bytes === null) {
      setPicture('none');
      setSaving(false);
      return;
    }
    await session.composing.attachCovered(id, bytes);
    onDone();
  };

  if (picture === 'none')
    return (
      <Stack gap={2}>
        <p role="status">{w('evidence.coverFailed')}</p>
        <Button onClick={onDone}>{t('action.close')}</Button>
      </Stack>
    );
  return (
    <Stack gap={2}>
      <h3>{w('evidence.coverTitle')}</h3>
      <p>{w('evidence.coverText')}</p>
      <div className={styles.stage} role="img" aria-label={w('evidence.coverPicture', { n: areas.length })}>
        <canvas
          ref={canvas}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            const from = pointOf(event);
            setDrawing({ from, area: { ...from, w: 0, h: 0 } });
          }}
          onPointerMove={(event) => {
            if (drawing !== null)
              setDrawing({ from: drawing.from, area: between(drawing.from, pointOf(event)) });
          }}
          onPointerUp={end}
          onPointerCancel={() => setDrawing(null)}
        />
      </div>
      <p>{w('evidence.coverKeys')}</p>
      <Beside>
        <Button
          disabled={picture === null}
          onKeyDown={byKey}
          onClick={() => setAreas([...areas, { x: 0.5 - SIDE / 2, y: 0.5 - SIDE / 2, w: SIDE, h: SIDE }])}
        >
          {w('evidence.coverAdd')}
        </Button>
        <Button disabled={areas.length === 0} onClick={() => setAreas(areas.slice(0, -1))}>
          {w('evidence.coverUndo')}
        </Button>
      </Beside>
      <Beside>
        <Button kind="primary" busy={saving} disabled={areas.length === 0} onClick={() => void save()}>
          {w('evidence.coverSave')}
        </Button>
        <Button kind="quiet" onClick={onDone}>
          {t('action.cancel')}
        </Button>
      </Beside>
    </Stack>
  );
}
