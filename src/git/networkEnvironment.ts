/**
 * What would point git at another repository, or lets it print secrets: set when we are started from a hook, or by
 * somebody who debugs. Everything else of the user's is kept: credentials, ssh, proxies, certificates, configuration.
 */
const DROPPED =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|INDEX_VERSION|COMMON_DIR|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|QUARANTINE_PATH|NAMESPACE|PREFIX|CONFIG|CONFIG_PARAMETERS|GRAFT_FILE|SHALLOW_FILE|REPLACE_REF_BASE|NO_REPLACE_OBJECTS|IMPLICIT_WORK_TREE|CEILING_DIRECTORIES|REFLOG_ACTION|REDIRECT_.*|TRACE.*|CURL_VERBOSE|PUSH_OPTION_.*)$|^LANGUAGE$/;

/**
 * The user's own environment for what talks to a server in their name. Nobody sits in front of it: nothing may ask, and
 * what git says is in English, so that it can be told apart.
 */
export function networkEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !DROPPED.test(name.toUpperCase())) own[name] = value;
  }
  // Git Credential Manager would open a window.
  return { ...own, LC_ALL: 'C.UTF-8', GIT_TERMINAL_PROMPT: '0', GCM_INTERACTIVE: 'never' };
}
