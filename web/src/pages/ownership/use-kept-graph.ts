import { useEffect } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import type { GraphValues } from './graph-values';

const keyOf = (organisationId: string, version: number) => `ownership ${organisationId} ${version}`;

/** What was typed on this version and not stored yet, kept by the tab; null when nothing was. */
export function keptGraph(organisationId: string, version: number): GraphValues | null {
  try {
    const kept = sessionStorage.getItem(keyOf(organisationId, version));
    return kept === null ? null : (JSON.parse(kept) as GraphValues);
  } catch {
    return null;
  }
}

/** Keeps what is typed in the tab until it is stored: neither a reload nor a dead network loses it. */
export function useKeptGraph(
  organisationId: string,
  version: number,
  form: UseFormReturn<GraphValues>,
) {
  useEffect(() => {
    const { unsubscribe } = form.watch(() => {
      try {
        sessionStorage.setItem(keyOf(organisationId, version), JSON.stringify(form.getValues()));
      } catch {
        // A full or forbidden store keeps nothing; the form still does.
      }
    });
    return unsubscribe;
  }, [organisationId, version, form]);
}

export function forgetGraph(organisationId: string, version: number): void {
  try {
    sessionStorage.removeItem(keyOf(organisationId, version));
  } catch {
    // Nothing was kept.
  }
}
