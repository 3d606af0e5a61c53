/** Owns an organisation's own regions and agencies inside its manifest: how large they may be. Must never name one. */
import { utf8Length } from '../domain/bounded.ts';
import type { OwnListName } from '../domain/ownCodes.ts';
import { MAX_LISTS_BYTES, MOST_ADDED } from '../domain/ownLists.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { JsonObject } from './shape.ts';

/** Entries as they are published, those too that only a newer desk can read. */
export type ListsToPublish = {
  readonly [L in OwnListName]: { readonly added: readonly unknown[]; readonly withdrawn: readonly unknown[] };
};

/** `ownLists` of a manifest. `listsTooLarge`: more than 300 entries in one of them, or more than 64 KiB. [MAN9] */
export function encodeOwnLists(lists: ListsToPublish): Result<JsonObject, 'listsTooLarge'> {
  const json: JsonObject = { regions: lists.regions, perpetrators: lists.perpetrators };
  const fits =
    lists.regions.added.length <= MOST_ADDED &&
    lists.perpetrators.added.length <= MOST_ADDED &&
    utf8Length(JSON.stringify(json)) <= MAX_LISTS_BYTES;
  return fits ? ok(json) : err('listsTooLarge');
}
