import MarkdownIt from 'markdown-it';

/** No HTML, and no images: nothing is loaded from anywhere. */
const markdown = new MarkdownIt({ html: false, breaks: true }).disable('image');

/** Links lead out of the page into a window of their own, which learns nothing of this one. */
markdown.renderer.rules['link_open'] = (tokens, at, options, _env, renderer) => {
  tokens[at]?.attrSet('target', '_blank');
  tokens[at]?.attrSet('rel', 'noopener noreferrer');
  return renderer.renderToken(tokens, at, options);
};

/** HTML that is safe to show, of what the bot wrote. */
export function renderMarkdown(text: string): string {
  return markdown.render(text);
}
