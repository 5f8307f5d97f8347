import { useEffect, useRef, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import { answer, api } from '../../api/client';
import type { OwnershipCheck } from '../../api/shapes';
import { fieldOfGraph, graphOf, type GraphValues } from './graph-values';

const delayMs = 600;

/**
 * Asks the server, while one writes, what is wrong with the graph and which class would follow. What is
 * typed stays where it is whatever happens; without an answer the last one stands.
 */
export function useLiveCheck(organisationId: string, form: UseFormReturn<GraphValues>) {
  const [check, setCheck] = useState<OwnershipCheck | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const turn = useRef(0);
  useEffect(() => {
    const ask = async () => {
      const own = (turn.current += 1);
      const params = { path: { id: organisationId } };
      const body = { graph: graphOf(form.getValues()) };
      const found = await answer(
        api.POST('/api/v1/organisations/{id}/ownership/check', { params, body }),
      ).catch(() => null);
      if (own !== turn.current || found === null) return;
      form.clearErrors();
      for (const { pointer, detail } of found.problems) {
        form.setError(fieldOfGraph(pointer) as 'links', { type: 'api', message: worded(detail) });
      }
      setCheck(found);
    };
    const later = () => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void ask(), delayMs);
    };
    later();
    const { unsubscribe } = form.watch(later);
    return () => {
      unsubscribe();
      clearTimeout(timer.current);
    };
  }, [organisationId, form]);
  return check;
}

/** `enterprises[0].years[1].awu cannot be negative.` → the sentence without the path. */
const worded = (detail: string): string => {
  const plain = detail.replace(/^[a-z]+(\[\d+\])?(\.[a-zA-Z]+(\[\d+\])?)* /, '');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
};
