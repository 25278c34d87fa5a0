import { posix } from 'node:path';
import { commandOf, environmentOf, type Host, type Plan, type Service } from './service.ts';
import { xmlText } from './xmlText.ts';

const string = (text: string): string => `<string>${xmlText(text)}</string>`;

/** The launch agent of a repository's runner (launchd.plist(5)). It is started again only where it failed. */
export function launchAgent(service: Service, host: Host): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  ${string(labelOf(service))}
  <key>ProgramArguments</key>
  <array>
${commandOf(service)
  .map((arg) => `    ${string(arg)}\n`)
  .join('')}  </array>
  <key>EnvironmentVariables</key>
  <dict>
${environmentOf(host)
  .map(([name, value]) => `    <key>${xmlText(name)}</key>\n    ${string(value)}\n`)
  .join('')}  </dict>
  <key>WorkingDirectory</key>
  <string>/</string>
  <key>StandardOutPath</key>
  ${string(service.log)}
  <key>StandardErrorPath</key>
  ${string(service.log)}
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>ThrottleInterval</key>
  <integer>30</integer>
  <key>ProcessType</key>
  <string>Background</string>
  <key>AbandonProcessGroup</key>
  <true/>
</dict>
</plist>
`;
}

const labelOf = ({ id }: Service): string => `loopwright.runner.${id}`;

export function launchdPlan(service: Service, host: Host): Plan {
  const label = labelOf(service);
  const path = posix.join(host.home, 'Library', 'LaunchAgents', `${label}.plist`);
  const domain = `gui/${host.uid}`;
  const leave = { file: 'launchctl', args: ['bootout', `${domain}/${label}`], mayFail: true } as const;
  return {
    file: { path, text: launchAgent(service, host), encoding: 'utf8' },
    install: [leave, { file: 'launchctl', args: ['bootstrap', domain, path] }],
    uninstall: { before: [leave], after: [] },
  };
}
