import type { Finder, Finding, Project } from './project.ts';

/** Tasks that plugins add, by words that a build file has where they are applied. */
const linters = [
  ['spotless', 'spotlessCheck'],
  ['detekt', 'detekt'],
  ['ktlint', 'ktlintCheck'],
  ['checkstyle', 'checkstyleMain'],
] as const;

/** Java and Kotlin with Gradle, by the wrapper of the project where it has one. */
export const gradle: Finder = (project) => {
  const where = ['build.gradle.kts', 'build.gradle'].find((name) => project.texts.has(name));
  if (where === undefined) return [];
  const text = project.texts.get(where) ?? '';
  const run = gradleProgram(project);
  const findings: Finding[] = [
    { kind: 'package-manager', value: 'gradle', where },
    { kind: 'test', value: `${run} test`, where },
    { kind: 'build', value: `${run} assemble`, where },
    { kind: 'test-files', value: 'src/test/**', where },
  ];
  const linter = linters.find(([word]) => text.includes(word));
  if (linter !== undefined) findings.push({ kind: 'lint', value: `${run} ${linter[1]}`, where });
  if (text.includes('jacoco')) findings.push({ kind: 'coverage', value: `${run} test jacocoTestReport`, where });
  return findings;
};

function gradleProgram({ names, windows }: Project): string {
  if (windows && names.has('gradlew.bat')) return '.\\gradlew.bat';
  return !windows && names.has('gradlew') ? './gradlew' : 'gradle';
}
