import MarkdownIt from 'markdown-it';
import { openLinksOutside } from './open-links-outside';

/** No HTML, and no images: nothing is loaded from anywhere. */
const markdown = new MarkdownIt({ html: false, breaks: true }).disable('image');

openLinksOutside(markdown);

/** HTML that is safe to show, of what the bot wrote. */
export function renderMarkdown(text: string): string {
  return markdown.render(text);
}
