import picomatch from 'picomatch';
import { alwaysProtectedPaths, type Loop, usualOraclePaths } from '../../model/loopFile.ts';

type Policy = Pick<Loop['policy'], 'protected-paths' | 'oracles' | 'oracle-paths'>;

/** Why the policy of a loop protects a path, in words; undefined where it does not. Globs match as the engine matches them. */
export function protectedBy(policy: Policy): (path: string) => string | undefined {
  const options = { dot: true, flags: 's' };
  const own = policy['protected-paths'].map((glob) => ({ glob, matches: picomatch(glob, options) }));
  const always = picomatch([...alwaysProtectedPaths], options);
  const oracles =
    policy.oracles === 'frozen' ? picomatch([...(policy['oracle-paths'] ?? usualOraclePaths)], options) : undefined;
  return (path) => {
    const rule = own.find(({ matches }) => matches(path));
    if (rule !== undefined) return `the loop protects ${rule.glob}`;
    if (always(path)) return 'no loop may change it: rules, builds, editor or git settings';
    return oracles?.(path) === true ? 'the loop has frozen its tests' : undefined;
  };
}
