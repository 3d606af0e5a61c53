/** Owns reading REPORT.json. Must never alter what it says: bytes that are no text are refused, not replaced. */
import { readFile } from 'node:fs/promises';
import { type FieldsError, parseFieldsText, type ReportFields } from '../../domain/report.ts';
import { err, type Result } from '../../domain/result.ts';
import { parseUtf8 } from '../../wire/bytes.ts';

/** The fields in a file, with or without a byte-order mark. Rejects when the file cannot be read. */
export async function readReportFile(path: string): Promise<Result<ReportFields, FieldsError | 'notUtf8'>> {
  const text = parseUtf8(await readFile(path));
  return text.ok ? parseFieldsText(text.value.replace(/^\uFEFF/, '')) : err('notUtf8');
}
