import { type ComponentChildren, toChildArray } from 'preact';

/** A list, unless there is nothing in it: an empty one is announced as a list all the same. */
export function Cards({ children }: { readonly children: ComponentChildren }) {
  return toChildArray(children).length === 0 ? null : <ul class="cards">{children}</ul>;
}
