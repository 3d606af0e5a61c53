/** Owns the shape of an endpoint's receipt. Must never check its signature or decide what a receipt proves. */
import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, base64, utf8 } from './bytes.ts';
import { isCount, isDay, isHex, isObject, isText, parseJsonObject } from './shape.ts';

export const RECEIPT_PURPOSE = 'tumar-receipt/1';

/** [UP4] */
export type Receipt = {
  readonly purpose: typeof RECEIPT_PURPOSE;
  /** 16 bytes, hex. */
  readonly org: string;
  /** 32 bytes, hex. */
  readonly parcel: string;
  /** Bytes of the sealed file. */
  readonly size: number;
  readonly day: string;
  /** Key id of the receipt key, 16 hex digits. */
  readonly endpoint: string;
  /** Store epoch, 16 hex digits. [EP1] */
  readonly epoch: string;
  readonly sequence: number;
};

/** A receipt on its way: the exact bytes that were signed, and the minisign text. */
export type SignedReceipt = { readonly receipt: Bytes; readonly signature: string };

const MAX_RECEIPT_BYTES = 4096;

/** The bytes that the endpoint signs. The purpose comes first. [SIG1] */
export function encodeReceipt(receipt: Receipt): Bytes {
  const { org, parcel, size, day, endpoint, epoch, sequence } = receipt;
  return utf8(
    JSON.stringify({ purpose: RECEIPT_PURPOSE, org, parcel, size, day, endpoint, epoch, sequence }),
  );
}

export function parseReceipt(bytes: Uint8Array): Result<Receipt, 'receiptMalformed'> {
  const value = bytes.length > MAX_RECEIPT_BYTES ? undefined : parseJsonObject(bytes);
  if (
    value === undefined ||
    value['purpose'] !== RECEIPT_PURPOSE ||
    !isHex(value['org'], 16) ||
    !isHex(value['parcel'], 32) ||
    !isCount(value['size']) ||
    !isDay(value['day']) ||
    !isHex(value['endpoint'], 8) ||
    !isHex(value['epoch'], 8) ||
    !isCount(value['sequence'])
  ) {
    return err('receiptMalformed');
  }
  const { org, parcel, size, day, endpoint, epoch, sequence } = value;
  return ok({ purpose: RECEIPT_PURPOSE, org, parcel, size, day, endpoint, epoch, sequence });
}

/** The JSON body of `GET parcels/{parcel}/receipt`. */
export const encodeReceiptReply = (signed: SignedReceipt): { receipt: string; signature: string } => ({
  receipt: base64.encode(signed.receipt),
  signature: signed.signature,
});

export function parseReceiptReply(value: unknown): Result<SignedReceipt, 'receiptMalformed'> {
  if (
    !isObject(value) ||
    !isText(value['receipt'], MAX_RECEIPT_BYTES * 2) ||
    !isText(value['signature'], 1024)
  ) {
    return err('receiptMalformed');
  }
  const receipt = base64.parse(value['receipt']);
  return receipt.ok ? ok({ receipt: receipt.value, signature: value['signature'] }) : err('receiptMalformed');
}
