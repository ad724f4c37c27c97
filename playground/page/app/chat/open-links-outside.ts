import type { MarkdownIt } from 'markdown-it';

/** Links lead out of the page into a window of their own, which learns nothing of this one. */
export function openLinksOutside(markdown: MarkdownIt): void {
  markdown.renderer.rules['link_open'] = (tokens, at, options, _env, renderer) => {
    tokens[at]?.attrSet('target', '_blank');
    tokens[at]?.attrSet('rel', 'noopener noreferrer');
    return renderer.renderToken(tokens, at, options);
  };
}
