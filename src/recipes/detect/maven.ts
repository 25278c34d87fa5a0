import type { Finder, Finding, Project } from './project.ts';

const where = 'pom.xml';

/** Java with Maven, by the wrapper of the project where it has one. `-B` asks nothing and prints no progress. */
export const maven: Finder = (project) => {
  const pom = project.texts.get(where);
  if (pom === undefined) return [];
  const run = `${mavenProgram(project)} -B`;
  const has = (plugin: string) => pom.includes(`<artifactId>${plugin}</artifactId>`);
  const lint = has('spotless-maven-plugin')
    ? 'spotless:check'
    : has('maven-checkstyle-plugin')
      ? 'checkstyle:check'
      : '';
  const findings: Finding[] = [
    { kind: 'package-manager', value: 'maven', where },
    { kind: 'test', value: `${run} test`, where },
    { kind: 'build', value: `${run} package -DskipTests`, where },
    { kind: 'test-files', value: 'src/test/**', where },
  ];
  if (lint !== '') findings.push({ kind: 'lint', value: `${run} ${lint}`, where });
  if (has('jacoco-maven-plugin')) findings.push({ kind: 'coverage', value: `${run} verify`, where });
  return findings;
};

function mavenProgram({ names, windows }: Project): string {
  if (windows && names.has('mvnw.cmd')) return '.\\mvnw.cmd';
  return !windows && names.has('mvnw') ? './mvnw' : 'mvn';
}
