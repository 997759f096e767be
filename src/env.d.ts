/** Origins of reply endpoints that this build's Content-Security-Policy lists. */
declare const __MHM_CONNECT__: readonly string[];
