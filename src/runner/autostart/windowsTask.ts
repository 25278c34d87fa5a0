import { win32 } from 'node:path';
import { commandOf, type Host, type Plan, type Service } from './service.ts';
import { xmlText } from './xmlText.ts';

/** One argument as CommandLineToArgvW takes it apart: backslashes count only before a quote. */
export function windowsArgument(text: string): string {
  if (text !== '' && !/[\s"]/.test(text)) return text;
  return `"${text.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&')}"`;
}

/** A console program that a task starts shows a window, so this starts the runner without one and ends. */
const launcher = [
  "const log = require('fs').openSync(process.argv[1], 'a')",
  "const options = { detached: true, stdio: ['ignore', log, log], windowsHide: true }",
  "require('child_process').spawn(process.execPath, process.argv.slice(2), options).unref()",
].join('; ');

/** The scheduled task of a repository's runner (Task Scheduler schema 1.2): at the logon of this user. */
export function windowsTask(service: Service, host: Host): string {
  const { USERDOMAIN, USERNAME } = host.env;
  const user = xmlText(USERDOMAIN === undefined ? (USERNAME ?? '') : `${USERDOMAIN}\\${USERNAME ?? ''}`);
  const [node = '', ...args] = commandOf(service);
  const line = ['-e', launcher, service.log, ...args].map(windowsArgument).join(' ');
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>${xmlText(`Loopwright runner of ${service.root}`)}</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger>
      <Enabled>true</Enabled>
      <UserId>${user}</UserId>
    </LogonTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>${user}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>7</Priority>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${xmlText(node)}</Command>
      <Arguments>${xmlText(line)}</Arguments>
    </Exec>
  </Actions>
</Task>
`;
}

export function windowsPlan(service: Service, host: Host): Plan {
  const local = host.env['LOCALAPPDATA'] || win32.join(host.home, 'AppData', 'Local');
  const path = win32.join(local, 'loopwright', 'autostart', `${service.id}.xml`);
  const task = `Loopwright\\runner-${service.id}`;
  const schtasks = (...args: string[]) => ({ file: 'schtasks.exe', args });
  return {
    file: { path, text: windowsTask(service, host), encoding: 'utf16le' },
    install: [schtasks('/create', '/tn', task, '/xml', path, '/f'), schtasks('/run', '/tn', task)],
    uninstall: { before: [{ ...schtasks('/delete', '/tn', task, '/f'), mayFail: true }], after: [] },
  };
}
