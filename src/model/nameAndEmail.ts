import type { Identity } from './steps.ts';

/** A person as git writes one: `Name <email>`. */
export const nameAndEmail = ({ name, email }: Identity): string => `${name} <${email}>`;
