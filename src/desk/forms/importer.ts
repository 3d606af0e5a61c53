/** Owns the worker in which a form's file is read: bytes in, form and findings out, nothing kept. A rim: decides nothing. */
import { convertForm } from '../../xlsform/convert.ts';

type Scope = {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
};
declare const self: Scope;

self.onmessage = ({ data }) => {
  const { bytes, name } = data as { readonly bytes: Uint8Array; readonly name: string };
  self.postMessage(convertForm(bytes, name));
};
