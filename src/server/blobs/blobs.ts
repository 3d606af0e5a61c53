/** Owns the port to sealed files, whole ones and those that still arrive. Must never know where they rest. */

export type UploadName = { readonly org: string; readonly upload: string };
/** An upload as its row says; `received`: bytes that are durable and acknowledged. */
export type Place = UploadName & {
  readonly parcel: string;
  readonly length: number;
  readonly received: number;
};

/** What became of a full partial: `lost` when its bytes are not all there any more, so that a part of it is asked for again. */
export type Outcome = 'stored' | 'parcelMismatch' | 'lost';

/** A sealed file of one request, its hash checked. */
export type Whole = UploadName & { readonly parcel: string; readonly bytes: Uint8Array };
export type Small = {
  /** Bytes, row and receipt in one commit for all who wait; false when the parcel is there already. [UP3] */
  store(whole: Whole): Promise<boolean>;
};

/** The bytes of one request on their way. Methods reject with a DiskError, a Refusal, or an error of the rows. */
export type Writing = {
  /** Adds bytes after the last ones; neither durable nor counted. The memory is the caller's again when it resolves. */
  write(bytes: Uint8Array): Promise<void>;
  /** Makes all that was written durable, and only then counts it in the row of the upload. */
  settle(): Promise<void>;
  /** After a failure: forgets what was written since the last `settle`. */
  undo(error: unknown): Promise<void>;
  close(): Promise<void>;
};

export type Blobs = {
  /** For files that came whole and checked in one request; not every place of sealed files has it. */
  readonly small?: Small | undefined;
  /** Begins to write after `place.received`. */
  write(place: Place): Promise<Writing>;
  /**
   * From "all bytes are here" to "stored, with a receipt": checks the hash, gives the bytes their place and records them, in an
   * order in which a crash after any step is finished by calling it again. [UP3]
   */
  complete(place: Place): Promise<Outcome>;
  /** Drops row and bytes of an upload. What is stored stays. */
  discard(upload: UploadName): Promise<void>;
  /** Brings the row of an upload back to the bytes that are there, after a crash. */
  reconcile(place: Place): Promise<void>;
  /** Size of a whole parcel; undefined when it is certainly not there. */
  size(org: string, parcel: string): Promise<number | undefined>;
  /** Bytes of a whole parcel from `start` up to `end`, without `end`. */
  read(org: string, parcel: string, start: number, end: number): AsyncIterable<Uint8Array<ArrayBuffer>>;
};
