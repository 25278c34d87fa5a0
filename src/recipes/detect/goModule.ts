import { type Finder, firstName } from './project.ts';

const where = 'go.mod';
const linterSettings = ['.golangci.yml', '.golangci.yaml', '.golangci.toml', '.golangci.json'];

/** Go: the tool's own commands; golangci-lint where it is set up. */
export const goModule: Finder = (project) => {
  if (!project.texts.has(where)) return [];
  const linter = firstName(project, linterSettings);
  return [
    { kind: 'package-manager', value: 'go', where },
    { kind: 'test', value: 'go test ./...', where },
    linter === undefined
      ? { kind: 'lint', value: 'go vet ./...', where }
      : { kind: 'lint', value: 'golangci-lint run', where: linter },
    { kind: 'build', value: 'go build ./...', where },
    { kind: 'coverage', value: 'go test -coverprofile=coverage.out ./...', where },
    { kind: 'install', value: 'go mod download', where },
    { kind: 'test-files', value: '**/*_test.go', where },
  ];
};
