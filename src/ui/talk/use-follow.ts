import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** How far from the end, in CSS pixels, still counts as being at the end. */
const NEAR_PX = 64;

interface Follow {
  /** The box that scrolls, and what grows in it. */
  readonly box: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  /** False while the person has scrolled back to read. */
  readonly following: boolean;
  readonly onScroll: () => void;
  readonly follow: () => void;
}

/** Keeps a box scrolled to its end as its content or the box itself changes its size, unless the person scrolled back. */
export function useFollow(): Follow {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const away = useRef(false);
  const [following, setFollowing] = useState(true);

  const toEnd = useCallback(() => {
    const element = box.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, []);

  useLayoutEffect(() => {
    if (!box.current || !content.current) return undefined;
    const watch = new ResizeObserver(() => {
      if (!away.current) toEnd();
    });
    watch.observe(box.current);
    watch.observe(content.current);
    return () => watch.disconnect();
  }, [toEnd]);

  const settle = useCallback((near: boolean) => {
    away.current = !near;
    setFollowing(near);
  }, []);

  const onScroll = useCallback(() => {
    const element = box.current;
    if (!element) return;
    settle(element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX);
  }, [settle]);

  const follow = useCallback(() => {
    toEnd();
    settle(true);
  }, [toEnd, settle]);

  return { box, content, following, onScroll, follow };
}
