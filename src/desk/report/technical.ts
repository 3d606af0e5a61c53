/** Owns parting what a report says from the numbers that only machines use. Must never drop a line: each is in one of the two. */
import { entriesAt, type JsonObject, objectAt, textAt } from '../../domain/report.ts';
import type { AttachmentVerification } from '../../inbox/verification.ts';
import type { Line, Section } from './reportLines.ts';

export type Parted = { readonly sections: readonly Section[]; readonly technical: readonly Line[] };

/** Its own number: where others speak of it, they are shown its name, or "Person 1". What names another report stays. */
const OWN_ID = /(^|[._])id$/;
const HASH = /(^|\.)evidence\[\d+\]\.(file|copy_of|custody\[\d+\])\.(sha256|hash|of|hash_before|hash_after)$/;
const CUSTODY = /^evidence\[(\d+)\]\.custody\[\d+\]$/;

/** `told`: places of the evidence whose way is told beside the file itself. */
function isTechnical(line: Line, told: ReadonlySet<number>): boolean {
  if (line.kind === 'group') {
    const at = CUSTODY.exec(line.path)?.[1];
    return at !== undefined && told.has(Number(at));
  }
  if (HASH.test(line.path)) return true;
  return OWN_ID.test(line.path) && line.values.length > 0 && line.values.every(({ kind }) => kind === 'id');
}

/** The tree with only the lines on one side; a group keeps its name on both, and goes when it is empty there. */
function side(lines: readonly Line[], told: ReadonlySet<number>, technical: boolean): readonly Line[] {
  return lines.flatMap((line): readonly Line[] => {
    if (isTechnical(line, told)) return technical ? [line] : [];
    if (line.kind === 'values') return technical ? [] : [line];
    const inner = side(line.lines, told, technical);
    return inner.length === 0 && (technical || line.lines.length > 0) ? [] : [{ ...line, lines: inner }];
  });
}

export function parted(sections: readonly Section[], told: ReadonlySet<number>): Parted {
  return {
    sections: sections.flatMap((section) => {
      const lines = side(section.lines, told, false);
      return lines.length === 0 ? [] : [{ ...section, lines }];
    }),
    technical: sections.flatMap(({ lines }) => side(lines, told, true)),
  };
}

/** Places of the evidence whose file stands among the attachments, with its way. */
export function toldBeside(
  fields: JsonObject,
  attachments: readonly AttachmentVerification[],
): ReadonlySet<number> {
  const files = new Set(attachments.map(({ entry }) => entry.sha256));
  const places = entriesAt(fields, 'evidence').flatMap(([at, item]) =>
    files.has(textAt(objectAt(item, 'file'), 'sha256') ?? '') ? [at] : [],
  );
  return new Set(places);
}
