import { harmlessText } from './harmlessText.ts';

/** What an agent or a program wrote, as text, whatever stands in it. */
export function SaidText({ text }: { readonly text: string }) {
  return <p class="said">{harmlessText(text)}</p>;
}

/** The same in the letters of the editor: output, commands, files. */
export function SaidCode({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach it to scroll it
    <section class="block" tabIndex={0} aria-label={label}>
      <pre>{harmlessText(text)}</pre>
    </section>
  );
}
