import { useEffect } from 'react';

/** Names the document after the page; the portal's name follows. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title) document.title = `${title} · Champions Portal`;
  }, [title]);
}
