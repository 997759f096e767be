import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** How far from the end, in CSS pixels, still counts as being at the end. */
const NEAR_PX = 64;

interface Follow {
  readonly box: RefObject<HTMLDivElement | null>;
  /** False while the person has scrolled back to read. */
  readonly following: boolean;
  readonly onScroll: () => void;
  readonly follow: () => void;
}

/** Keeps a box scrolled to its end as `content` grows, unless the person scrolled back. */
export function useFollow(content: readonly unknown[]): Follow {
  const box = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);

  const toEnd = useCallback(() => {
    const element = box.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, []);

  useLayoutEffect(() => {
    if (following) toEnd();
    // The content is what it follows.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [...content, following, toEnd]);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    // A box that changes its size (full screen, a turned phone) stays where the newest words are.
    const watch = new ResizeObserver(() => {
      if (element.dataset['away'] === undefined) toEnd();
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [toEnd]);

  const onScroll = useCallback(() => {
    const element = box.current;
    if (!element) return;
    const near = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
    if (near) delete element.dataset['away'];
    else element.dataset['away'] = '';
    setFollowing(near);
  }, []);

  const follow = useCallback(() => {
    toEnd();
    setFollowing(true);
  }, [toEnd]);

  return { box, following, onScroll, follow };
}
