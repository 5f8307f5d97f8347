/** Whether this portal holds made-up data; the server says so in the page's head. */
export const isDemo = (): boolean =>
  document.querySelector('meta[name="portal-demo"]')?.getAttribute('content') === 'true';
