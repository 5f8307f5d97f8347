declare module 'virtual:assets' {
  /** The hashed files of the browser build, as addresses, and the application's shell. */
  const assets: { script: string; style: string; preloads: string[]; appShell: string };
  export default assets;
}
