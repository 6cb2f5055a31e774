import { dump } from "js-yaml";
import {
	passphraseFile,
	projectStack,
	stateFolder,
} from "../stack/project-state.ts";

/** What the files of a new project depend on, besides its program. */
export interface ProjectSettings {
	/** Of the project, for Pulumi and npm. */
	readonly name: string;
	/** The text of index.ts. */
	readonly program: string;
	/** Package -> the version for npm. */
	readonly dependencies: Readonly<Record<string, string>>;
	readonly devDependencies?: Readonly<Record<string, string>>;
	/** Undefined: the user has a backend, or a passphrase. */
	readonly ownState: boolean;
	readonly passphrase: string | undefined;
}

/** Path of each file -> its text. */
export function projectFiles({
	name,
	program,
	dependencies,
	devDependencies,
	ownState,
	passphrase,
}: ProjectSettings): ReadonlyMap<string, string> {
	const json = (value: unknown) => `${JSON.stringify(value, null, "\t")}\n`;
	return new Map([
		[
			"package.json",
			json({
				name,
				private: true,
				type: "module",
				main: "index.ts",
				engines: { node: ">=22.18" },
				dependencies,
				...(devDependencies === undefined ? {} : { devDependencies }),
			}),
		],
		[
			"Pulumi.yaml",
			// a name like null would need quotes
			`name: ${dump(name)}description: An LVS cluster
main: index.ts
runtime:
  name: nodejs
  options:
    # Node runs TypeScript by itself
    typescript: false
options:
  # pulumi up looks at the hosts first; lvsctl up does so by itself, at less cost
  refresh: always
${ownState ? `backend:\n  url: file://./${stateFolder}\n` : ""}`,
		],
		["index.ts", program],
		[
			"tsconfig.json",
			json({
				compilerOptions: {
					target: "es2023",
					module: "nodenext",
					strict: true,
					noEmit: true,
					skipLibCheck: true,
					erasableSyntaxOnly: true,
				},
				include: ["*.ts"],
			}),
		],
		[
			".gitignore",
			`node_modules/\n${ownState ? `${stateFolder}/\n` : ""}${passphraseFile}\n`,
		],
		["README.md", readme(name, { ownState, passphrase })],
		...(passphrase === undefined
			? []
			: [[passphraseFile, `${passphrase}\n`] as const]),
	]);
}

function readme(
	name: string,
	{ ownState, passphrase }: Pick<ProjectSettings, "ownState" | "passphrase">,
): string {
	return `# ${name}

An LVS cluster, declared in \`index.ts\`. Written by \`lvsctl init\`; from here on it is yours.

| you want to | command |
| --- | --- |
| fetch what it needs, once | \`npm install\` |
| see what would change on the hosts | \`npx lvsctl preview\` |
| bring the hosts to what is declared | \`npx lvsctl up\` |
| see declared against found, connections, drift | \`npx lvsctl status\` |
| return the hosts to what was found | \`npx lvsctl destroy\` |
| use pulumi itself | \`eval "$(npx lvsctl env)"\`, then \`pulumi ...\` |

## The stack

The stack is \`${projectStack}\`. ${
		ownState
			? `What Pulumi knows of the hosts is in \`${stateFolder}/\`, which is made by the first command and is not in git: keep a copy of it.
To share it, give it a backend that others reach: \`pulumi stack export\`, change \`backend\` in \`Pulumi.yaml\` (https://www.pulumi.com/docs/iac/concepts/state-and-backends),
\`pulumi stack init ${projectStack}\`, \`pulumi stack import\`.`
			: "What Pulumi knows of the hosts is in the backend that you are logged in to (`pulumi whoami -v`)."
	}
${
	passphrase === undefined
		? ownState
			? "Secrets in it are encrypted with the passphrase of PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, as this shell had it."
			: ""
		: `Secrets in it are encrypted with the passphrase in \`${passphraseFile}\`, which is in no repository: keep it where you keep passwords. In CI,
set PULUMI_CONFIG_PASSPHRASE to it instead.`
}
`;
}
