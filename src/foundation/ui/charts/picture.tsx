import type { ComponentChildren, VNode } from 'preact';
import type { PictureProps } from './model.ts';

/**
 * Every picture is drawn twice, for a wide and a narrow place, and the stylesheet shows one: a drawing that merely
 * shrank to a telephone would have text nobody can read. Lengths are in the drawing's own units, which are CSS pixels
 * at its natural width.
 */
export interface PictureSize {
  readonly variant: 'wide' | 'narrow';
  readonly width: number;
  readonly fontSize: number;
  readonly lineHeight: number;
}

export const wideSize: PictureSize = { variant: 'wide', width: 720, fontSize: 14, lineHeight: 18 };
export const narrowSize: PictureSize = { variant: 'narrow', width: 343, fontSize: 13, lineHeight: 16 };

/** A finished drawing: its height, and what is in it. */
export interface Drawing {
  readonly height: number;
  readonly marks: ComponentChildren;
}

interface PictureFrameProps {
  readonly picture: PictureProps;
  /** `group` when the drawing holds links: an image would hide them from assistive technology. */
  readonly role: 'img' | 'group';
  readonly note: string;
  readonly draw: (size: PictureSize) => Drawing;
}

/** Both drawings of a picture with their text alternative, and the note that is read under it. */
export function PictureFrame({ picture, role, note, draw }: PictureFrameProps): VNode {
  return (
    <div class="hw-chart">
      {[wideSize, narrowSize].map((size) => {
        const { height, marks } = draw(size);
        const id = `${picture.id}-${size.variant}`;
        return (
          <svg
            class={`hw-chart__${size.variant}`}
            viewBox={`0 0 ${size.width} ${coordinate(height)}`}
            role={role}
            aria-labelledby={`${id}-title`}
            aria-describedby={`${id}-description`}
            font-size={size.fontSize}
            fill="currentColor"
          >
            <title id={`${id}-title`}>{picture.title}</title>
            <desc id={`${id}-description`}>{picture.description}</desc>
            {marks}
          </svg>
        );
      })}
      {note === '' ? null : <p class="hw-chart__note">{note}</p>}
    </div>
  );
}

/** A coordinate to a tenth: finer cannot be seen, and a page of pictures has to stay small. */
export function coordinate(value: number): number {
  return Math.round(value * 10) / 10 || 0;
}

interface TextBlockProps {
  readonly lines: readonly string[];
  readonly x: number;
  /** Where the first line's baseline is. */
  readonly y: number;
  readonly lineHeight: number;
  readonly class?: string | undefined;
  readonly anchor?: 'middle' | 'end' | undefined;
}

/**
 * Lines of text under each other. The space that parts them for a reader out loud stands where it moves nothing: after
 * a line that starts at x, before one that ends there. Centred lines have none; only pictures without links use them.
 */
export function TextBlock({ lines, x, y, lineHeight, class: className, anchor }: TextBlockProps): VNode {
  const [first, ...rest] = lines;
  return (
    <text x={coordinate(x)} y={coordinate(y)} class={className} text-anchor={anchor}>
      {rest.length === 0 ? first : <tspan>{first}</tspan>}
      {rest.map((line) => (
        <>
          {anchor === undefined ? ' ' : null}
          <tspan x={coordinate(x)} dy={lineHeight}>
            {anchor === 'end' ? ` ${line}` : line}
          </tspan>
        </>
      ))}
    </text>
  );
}
