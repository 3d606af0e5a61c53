/** Owns which English words the desk downloads. */
import { common } from './common.ts';
import { desk } from './desk.ts';
import { errors } from './errors.ts';
import { setup } from './setup.ts';

export const forDesk = { ...common, ...errors, ...setup, ...desk };
