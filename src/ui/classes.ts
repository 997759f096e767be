/** Joins the names of a CSS module; anything falsy is left out. */
export const classes =
  (module: Readonly<Record<string, string>>) =>
  (...names: readonly (string | false | null | undefined)[]): string =>
    names.map((name) => (name ? (module[name] ?? '') : '')).join(' ');
