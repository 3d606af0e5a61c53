/** Owns the types of what the build puts into the global scope. */
declare const __APP_VERSION__: string;
declare const __APP_COMMIT__: string;
/** Of the phone's app in this deployment. */
declare const __APP_FRONT__: string;
declare const __APP_DOORS__: readonly string[];
