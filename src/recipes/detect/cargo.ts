import type { Finder } from './project.ts';

const where = 'Cargo.toml';

/** Rust: cargo's own commands, over all members where it is a workspace. */
export const cargo: Finder = ({ texts, names }) => {
  const text = texts.get(where);
  if (text === undefined) return [];
  const all = /^\s*\[workspace\]/m.test(text) ? ' --workspace' : '';
  return [
    { kind: 'package-manager', value: 'cargo', where },
    { kind: 'test', value: `cargo test${all}`, where },
    { kind: 'lint', value: `cargo clippy${all} --all-targets -- -D warnings`, where },
    { kind: 'build', value: `cargo build${all}`, where },
    { kind: 'install', value: 'cargo fetch', where },
    ...(names.has('tarpaulin.toml')
      ? [{ kind: 'coverage' as const, value: `cargo tarpaulin${all}`, where: 'tarpaulin.toml' }]
      : []),
  ];
};
