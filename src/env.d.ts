/** Origins of reply endpoints that this build's Content-Security-Policy lists. */
declare const __MHM_CONNECT__: readonly string[];
/** Size of the WASM runtime that the page serves. */
declare const __MHM_RUNTIME_BYTES__: number;
