import type { DeclaredRules } from "../../import/declare-vip.ts";
import {
	clusterName,
	formatProgram,
	type Reached,
} from "../../import/format-declaration.ts";
import type { HostConnection } from "../../model/host.ts";
import { loginUser } from "../../ssh/host-label.ts";
import type { DeclaredSmokeTest } from "./declare-smoke-tests.ts";
import { formatSmokeTest } from "./format-smoke-test.ts";
import type { NamedHost } from "./named-host.ts";

/** The program of the new project: how each machine is reached, then the clusters. */
export function formatIndex({
	clusters,
	hosts,
	director,
	nameOf,
	client,
	smokeTests = [],
}: {
	readonly clusters: readonly DeclaredRules[];
	/** All have pinned keys, and all use the same key of ours and the same jump host. */
	readonly hosts: readonly NamedHost[];
	/** Its name, and its address with the prefix of the link. */
	readonly director: { readonly name: string; readonly address: string };
	readonly client?: string;
	readonly smokeTests?: readonly DeclaredSmokeTest[];
	/** The name of the host with an address. Undefined: nothing is set up there. */
	nameOf(address: string): string | undefined;
}): string {
	const [first] = hosts;
	if (first === undefined) throw new Error("a project has hosts");
	const users = new Set(hosts.map(({ connection }) => loginUser(connection)));
	const oneUser = users.size === 1;
	const { privateKeyFile, agent, jump } = first.connection;
	const login = {
		...(oneUser ? { user: loginUser(first.connection) } : {}),
		...(privateKeyFile === undefined ? {} : { privateKeyFile }),
		...(agent === undefined ? {} : { agent }),
	};
	const reached: Reached = {
		director: () =>
			`host: ${member(director.name)}, address: ${JSON.stringify(director.address)}`,
		realServer(address) {
			const name = nameOf(address);
			return name === undefined ? undefined : member(name);
		},
	};
	const lines = hosts.map(({ name, connection }) => {
		const { address, port, hostKey } = connection;
		const fields = {
			...(oneUser ? {} : { user: loginUser(connection) }),
			address,
			...(port === undefined ? {} : { port }),
			hostKey,
		};
		return `\t${key(name)}: { ...login, ${inside(fields)} },`;
	});
	const proofs = smokeTests
		.map((one) => formatSmokeTest(one, member(client ?? "")))
		.filter(Boolean);
	const words = [
		"SmokeTest",
		...smokeTests.flatMap(({ checks }) => checks.map(([kind]) => kind)),
	];
	const imported =
		proofs.length === 0 ? ["Cluster"] : ["Cluster", ...new Set(words)];
	const names = clusters.map((_, index) => clusterName(index));
	return `import { ${imported.join(", ")} } from "pulumi-lvs";

// How the machines are reached. A host key is what proves that a machine is the right one: with another key it is refused.
${jump === undefined ? "" : `const jump = { ${inside(jumpFields(jump))} };\n`}const login = { ${inside(login)}${jump === undefined ? "" : ", jump"} };
const hosts = {
${lines.join("\n")}
};

${[formatProgram(clusters, reached), ...proofs].join("\n")}
export const rules = ${names.length === 1 ? `${names[0]}.rules` : `{ ${names.map((name) => `${name}: ${name}.rules`).join(", ")} }`};
`;
}

function jumpFields(jump: HostConnection): object {
	const { address, port, privateKeyFile, agent, hostKey } = jump;
	return {
		user: loginUser(jump),
		address,
		port,
		privateKeyFile,
		agent,
		hostKey,
	};
}

function inside(fields: object): string {
	return Object.entries(fields)
		.filter(([, value]) => value !== undefined)
		.map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
		.join(", ");
}

function member(name: string): string {
	return key(name) === name ? `hosts.${name}` : `hosts[${key(name)}]`;
}

function key(name: string): string {
	return /^[a-z]\w*$/.test(name) ? name : JSON.stringify(name);
}
