import { lazy, Suspense, type ComponentProps } from 'react';

const PageDialog = lazy(async () => ({ default: (await import('./dialog')).PageDialog }));

/** A dialog whose code is fetched when it first opens. */
export function LazyDialog(props: ComponentProps<typeof PageDialog>) {
  if (!props.open) return null;
  return (
    <Suspense>
      <PageDialog {...props} />
    </Suspense>
  );
}
