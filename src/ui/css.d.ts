/** Owns the type of a CSS module for this room; the bundler makes the names. */
declare module '*.module.css' {
  const names: Readonly<Record<string, string>>;
  export default names;
}
