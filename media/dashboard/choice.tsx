import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly name: string }[];
  readonly choose: (value: T) => void;
}

/** One of several, with what it is about before it. */
export function Choice<T extends string>({ label, value, options, choose }: ChoiceProps<T>) {
  const take = (written: string): void => {
    const chosen = options.find((option) => option.value === written);
    if (chosen !== undefined && chosen.value !== value) choose(chosen.value);
  };
  return (
    <span class="choice">
      <span aria-hidden="true">{label}</span>
      <vscode-single-select
        // The element reads its options once: others are another element.
        key={options.map((option) => option.value).join('\n')}
        label={label}
        value={value}
        onChange={({ currentTarget }) => take(currentTarget.value)}
      >
        {options.map((option) => (
          <vscode-option key={option.value} value={option.value} selected={option.value === value}>
            {option.name}
          </vscode-option>
        ))}
      </vscode-single-select>
    </span>
  );
}
