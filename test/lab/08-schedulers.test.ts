import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { schedulers } from "../../src/model/schedulers.ts";
import { onLab } from "./on-lab.ts";
import { foretell, formulas } from "./scheduler-model.ts";
import { sharedLab } from "./shared-lab.ts";

// Writes the table of docs/schedulers.md:  REPORT=docs node --test test/lab/08-schedulers.test.ts

const hashes = ["sh", "mh", "dh", "lblc", "lblcr"] as const;
/** Of the schedulers that the lab's kernel has: twos is not built into it. */
const tried = [...formulas, ...hashes];
const portOf = (scheduler: string) => 8001 + tried.indexOf(scheduler);
const weights = [3, 1];
const held = ["h2", "h4", "c1", "h2"];
const sources = Array.from({ length: 10 }, (_, i) => `10.77.0.${121 + i}`);

const program = `
import { Cluster } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";
const machines = lab();
new Cluster("web", {
	vip: "10.77.0.70",
	forwarding: "nat",
	directors: { lb: { host: machines.lb, address: "10.88.0.10", interface: "eth1" } },
	realServers: {
		rs1: { host: machines.rs1, address: "10.88.0.11", weight: ${weights[0]} },
		rs2: { host: machines.rs2, address: "10.88.0.12", weight: ${weights[1]} },
	},
	services: {
${tried.map((name) => `\t\t${name}: { tcp: ${portOf(name)}, scheduler: "${name}", realServerPort: 80 },`).join("\n")}
	},
	page: true,
});
`;

/**
 * On the client: `h4` opens four connections and keeps them, `c1` closes those on rs1, `x` all; `n10` one short request from
 * each of ten addresses. Prints the number of the real server that answered each.
 */
const driver = String.raw`
port=$1; shift
declare -a fds names
ask() {
	exec {fd}<>"/dev/tcp/10.77.0.70/$port" || { printf x; return; }
	printf 'GET / HTTP/1.1\r\nHost: a\r\n\r\n' >&$fd
	while IFS= read -r -t 10 line <&$fd; do
		case $line in *'<h1>rs'*) name=\${line#*rs}; name=\${name%%<*}; break ;; esac
	done
	printf %s "$name"; fds+=("$fd"); names+=("$name")
}
for operation; do
	case $operation in
	h*) for ((i = 0; i < \${operation#h}; i++)); do ask; done; printf ' ' ;;
	n*) for ((i = 0; i < \${operation#n}; i++)); do
			curl -s -m 10 --interface 10.77.0.$((121 + i)) "http://10.77.0.70:$port/" | tr -dc 0-9 | cut -c2
		done | tr -d '\n'; printf ' ' ;;
	*) for i in "\${!fds[@]}"; do
			[ "$operation" = x ] || [ "\${names[i]}" = "\${operation#c}" ] || continue
			fd=\${fds[i]}; exec {fd}>&-; unset "fds[i]"
		done; sleep 0.5 ;;
	esac
done
`;

describe("every scheduler against its formula", () => {
	const lab = sharedLab("labs/05-tun");
	const rows: string[] = [];
	const { root } = onLab(lab);
	const drive = async (scheduler: string, operations: readonly string[]) =>
		(
			await lab().run(
				"client",
				"bash",
				"-c",
				driver.replaceAll("\\${", "${"),
				"driver",
				String(portOf(scheduler)),
				...operations,
			)
		).trim();

	test("up brings all of them at once", async () => {
		writeFileSync(join(lab().folder, "index.ts"), program);
		const { exit, stdout, stderr } = await lab().lvsctl(["up"]);
		assert.equal(exit, 0, stdout + stderr);
		for (const machine of ["rs1", "rs2"])
			await root(
				machine,
				"echo KeepAliveTimeout 120 >/etc/apache2/conf-enabled/held.conf; systemctl reload apache2",
			);
		await root(
			"client",
			sources.map((it) => `ip address add ${it}/24 dev eth1`).join("\n"),
		);
	});

	for (const scheduler of formulas)
		test(`${scheduler}: ${schedulers[scheduler as keyof typeof schedulers]}`, async () => {
			const expected = foretell(scheduler, weights, held);
			const seen = await drive(scheduler, held);
			rows.push(`| ${scheduler} | ${held.join(" ")} | ${expected} | ${seen} |`);
			assert.equal(seen, expected);
		});

	for (const scheduler of ["sh", "mh"] as const)
		test(`${scheduler}: ${schedulers[scheduler]}`, async () => {
			const seen = await drive(scheduler, ["h3", "x", "n10", "n10"]);
			const [alike, once, again] = seen.split(" ");
			rows.push(
				`| ${scheduler} | h3 x n10 n10 | one, then by client, twice the same | ${seen} |`,
			);
			assert.match(alike ?? "", /^(111|222)$/);
			assert.equal(once?.length, 10);
			assert.equal(again, once);
			assert.match(once ?? "", /1/);
			assert.match(once ?? "", /2/);
		});

	for (const scheduler of ["dh", "lblc"] as const)
		test(`${scheduler}: ${schedulers[scheduler]}`, async () => {
			const seen = await drive(scheduler, ["n10"]);
			rows.push(`| ${scheduler} | n10 | one for all clients | ${seen} |`);
			assert.match(seen, /^(1{10}|2{10})$/);
		});

	test(`lblcr: ${schedulers.lblcr}`, async () => {
		const seen = await drive("lblcr", ["h9", "x", "n10"]);
		rows.push(
			`| lblcr | h9 x n10 | both, as the first is overloaded | ${seen} |`,
		);
		assert.match(seen, /1/);
		assert.match(seen, /2/);
	});

	test("control: the formula of another scheduler does not fit", async () => {
		assert.notEqual(await drive("rr", held), foretell("wrr", weights, held));
	});

	test("a scheduler that the kernel has not is refused, with those it has", async () => {
		writeFileSync(
			join(lab().folder, "index.ts"),
			program.replace('scheduler: "rr"', 'scheduler: "twos"'),
		);
		const { exit, stdout, stderr } = await lab().lvsctl(["up"]);
		assert.notEqual(exit, 0);
		assert.match(
			stdout + stderr,
			/this kernel has no ip_vs_twos[\s\S]*Choose a scheduler that it has: .*\bmh\b.*\bwrr\b/,
		);
	});

	after(() => {
		if (process.env.REPORT !== undefined)
			writeFileSync(join(process.env.REPORT, "schedulers.md"), page(rows));
	});
});

function page(rows: readonly string[]): string {
	return `# Schedulers, measured

Written by \`REPORT=docs node --test test/lab/08-schedulers.test.ts\`: NAT, rs1 with weight 3, rs2 with weight 1, a service for each
scheduler. What the client did: \`h4\` opens four connections and keeps them open (\`h2\`: two, \`h3\`: three, \`h9\`: nine); \`c1\` closes those that rs1 has;
\`x\` closes all; \`n10\` makes a short request from each of ten client addresses. A digit is the real server that answered: 1 is rs1, 2 is rs2. *Expected* is computed from the rule in the kernel's
source (test/lab/scheduler-model.ts), or says what the rule promises where it depends on a hash. \`twos\` is not in Debian's kernel.

| scheduler | what the client did | expected | seen |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
}
