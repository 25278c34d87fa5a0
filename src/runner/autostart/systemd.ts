import { posix } from 'node:path';
import { commandOf, environmentOf, type Host, type Plan, type Service } from './service.ts';

/** systemd.syntax(7): C-like escapes within double quotes; systemd.unit(5): `%` begins a specifier. */
const quoted = (text: string): string => `"${specifiersOff(text).replace(/[\\"]/g, '\\$&')}"`;

const specifiersOff = (text: string): string => text.replaceAll('%', '%%');

/** systemd.service(5): `$` begins a variable in the arguments of a command, but not in its path. */
function commandLine([file = '', ...args]: readonly string[]): string {
  return [quoted(file), ...args.map((arg) => quoted(arg.replaceAll('$', '$$$$')))].join(' ');
}

/** The user unit of a repository's runner. What the runner has started outlives it, so only the runner itself is stopped. */
export function systemdUnit(service: Service, host: Host): string {
  return `[Unit]
Description=Loopwright runner of ${specifiersOff(service.root)}

[Service]
ExecStart=${commandLine(commandOf(service))}
WorkingDirectory=/
${environmentOf(host)
  .map(([name, value]) => `Environment=${quoted(`${name}=${value}`)}\n`)
  .join('')}StandardOutput=append:${specifiersOff(service.log)}
StandardError=append:${specifiersOff(service.log)}
Restart=on-failure
RestartSec=30
Nice=5
KillMode=process

[Install]
WantedBy=default.target
`;
}

/** `$XDG_CONFIG_HOME/systemd/user`, where a relative value is ignored (XDG base directory specification). */
export function systemdPlan(service: Service, host: Host): Plan {
  const configured = host.env['XDG_CONFIG_HOME'];
  const config =
    configured !== undefined && posix.isAbsolute(configured) ? configured : posix.join(host.home, '.config');
  const unit = `loopwright-${service.id}.service`;
  const systemctl = (...args: string[]) => ({ file: 'systemctl', args: ['--user', ...args] });
  return {
    file: { path: posix.join(config, 'systemd', 'user', unit), text: systemdUnit(service, host), encoding: 'utf8' },
    install: [systemctl('daemon-reload'), systemctl('enable', '--now', unit)],
    uninstall: {
      before: [{ ...systemctl('disable', '--now', unit), mayFail: true }],
      after: [{ ...systemctl('daemon-reload'), mayFail: true }],
    },
  };
}
