import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { Status } from "../../src/cli/status/read-status.ts";
import { machinePaths } from "../../src/lab/paths.ts";
import { openQmp } from "../../src/lab/qmp.ts";
import { certify } from "../certify.ts";
import { asking } from "./asking.ts";
import { drillTests } from "./drill-tests.ts";
import { onLab } from "./on-lab.ts";
import { onlyIn } from "./only-in.ts";
import { sharedLab } from "./shared-lab.ts";

// Health checks on real kernels: what clients see of a real server that fails, what becomes of drains, changes and restarts meanwhile, and what
// drills measure of it.

const url = "http://172.18.0.70/";

describe("health checks", () => {
	const lab = sharedLab("labs/12-health");
	const { root, good, edit, status } = onLab(lab);
	const httpOf = ({ services }: Status) =>
		new Map(
			services
				.find(({ service }) => service === "-t 172.18.0.70:80")
				?.realServers.map((each) => [each.name, each]),
		);
	const weights = async () =>
		(await root("lb", "ipvsadm -Sn | grep '^-a -t 172.18.0.70:80'"))
			.split("\n")
			.map((line) => Number(/-w (\d+)/.exec(line)?.[1]));
	/** Waits until the table has these weights: a verdict is written down a moment before. */
	const weightsAre = async (...wanted: (number | undefined)[]) => {
		const until = Date.now() + 30_000;
		for (;;) {
			const found = await weights();
			const same = wanted.every(
				(weight, place) => weight === undefined || weight === found[place],
			);
			if (same) return;
			if (Date.now() > until) assert.deepEqual(found, wanted);
		}
	};
	/** Waits until the director has this verdict of what a real server is asked, by default its page, and this reason. */
	const verdict = (
		address: string,
		word: string,
		asked = ":80/dr/http",
		why = "",
	) =>
		root(
			"lb",
			`for i in $(seq 300); do grep -q "^${address}${asked} ${word} .*${why}$" /var/lib/pulumi-lvs/web-director/health && exit; sleep 0.1; done; cat /var/lib/pulumi-lvs/web-director/health; exit 1`,
		);
	const asked = (meanwhile: () => Promise<unknown>) =>
		asking(lab(), url, meanwhile);
	const stopRs2 = () => root("rs2", "systemctl stop apache2");
	const startRs2 = async () => {
		await root("rs2", "systemctl start apache2");
		await verdict("172.18.0.68", "up");
	};

	test("all pass after the first up, and status says what was asked", async () => {
		await good("up");
		const seen = await status();
		assert.deepEqual(
			[...httpOf(seen).values()].map(({ health }) => health?.verdict),
			["up", "up", "up"],
		);
		// the services of the checks themselves are nobody's business
		assert.deepEqual(
			seen.services.map(({ service }) => service),
			["-t 172.18.0.70:80"],
		);
		assert.match(await good("up", "."), /8 unchanged/);
	});

	/** The client's clock, in seconds since it booted. */
	const clientClock = async () =>
		Number(await root("client", "cut -d ' ' -f 1 /proc/uptime"));

	test("a web server that stops costs the requests until it is found, and comes back by itself", async () => {
		let found = 0;
		const seen = await asked(async () => {
			await stopRs2();
			await verdict("172.18.0.68", "down");
			await weightsAre(1, 0, 1);
			found = await clientClock();
			await root("lb", "sleep 2");
			await startRs2();
			await weightsAre(1, 1, 1);
			await root("lb", "sleep 1");
		});
		assert.ok(seen.failed.length > 0, "the fault was seen");
		assert.deepEqual(
			seen.failed.filter(({ at }) => at > found),
			[],
		);
	});

	test("one that lost its VIP is out, though its own address answers", async () => {
		await root(
			"rs2",
			"systemctl stop lvs-web-real-server-watch; ip addr del 172.18.0.70/32 dev lo",
		);
		await verdict("172.18.0.68", "down");
		await weightsAre(1, 0, 1);
		assert.match(await root("lb", "curl -s http://172.18.0.68/"), /rs2/);
		const seen = await asked(() => root("lb", "sleep 2"));
		assert.deepEqual(seen.failed, []);
		await root("rs2", "systemctl start lvs-web-real-server-watch");
		await verdict("172.18.0.68", "up");
	});

	test(
		"one that freezes for 10 s costs no request, and no download that it holds",
		onlyIn("health"),
		async () => {
			await root("rs2", "head -c 300000 /dev/zero >/var/www/html/held");
			for (const machine of ["rs1", "rs3"])
				await root(machine, "head -c 300000 /dev/zero >/var/www/html/held");
			await root(
				"client",
				`rm -f /tmp/held; for i in 1 2 3 4 5 6; do curl -s -m 120 --limit-rate 15000 -o /dev/null -w '%{http_code} %{size_download} %{errormsg}\\n' ${url}held >>/tmp/held 2>/dev/null </dev/null & done; sleep 1`,
			);
			const qmp = await openQmp(machinePaths(lab().directory, "rs2").qmp);
			const seen = await asked(async () => {
				await qmp.execute("stop");
				await root("lb", "sleep 10");
				await qmp.execute("cont");
				await verdict("172.18.0.68", "up");
			});
			qmp.close();
			assert.deepEqual(seen.failed, []);
			const held = await root(
				"client",
				"for i in $(seq 300); do [ $(wc -l </tmp/held) -lt 6 ] || break; sleep 0.2; done; cat /tmp/held",
			);
			assert.deepEqual(
				held.split("\n").map((line) => line.trim()),
				Array(6).fill("200 300000"),
			);
		},
	);

	/**
	 * It fails its check, and is as declared otherwise. A file decides it from one request to the next: after a reload Apache's old processes answer
	 * some requests more, each as it was configured before.
	 */
	const refuseAtRs2 = () =>
		root(
			"rs2",
			`cat >/etc/apache2/conf-enabled/zz.conf <<'END'
<If "-f '/var/www/refuses'">
	RedirectMatch 503 ^/$
</If>
RedirectMatch 204 ^/reloaded$
END
systemctl reload apache2
until [ "$(curl -s -m 2 -o /dev/null -w '%{http_code}' http://172.18.0.68/reloaded)" = 204 ]; do sleep 0.1; done
touch /var/www/refuses`,
		);
	const serveAtRs2 = () => root("rs2", "rm /var/www/refuses");

	test("while one fails: no change is no change, its weight is kept for later, a drain stays its own", async () => {
		await refuseAtRs2();
		await verdict("172.18.0.68", "down");
		await weightsAre(1, 0, 1);
		const seen = await asked(async () => {
			const preview = await good("preview");
			assert.match(preview, /rs2: fails its check since .*HTTP status code/);
			assert.match(preview, /8 unchanged/);
			edit(
				'rs2: { host: machines.rs2, address: "172.18.0.68" }',
				'rs2: { host: machines.rs2, address: "172.18.0.68", weight: 5 }',
			);
			await good("up", ".", "--target", "**web-lb");
			await weightsAre(1, 0, 1);
			await good("drain", "rs2");
			await serveAtRs2();
			await verdict("172.18.0.68", "up");
			await weightsAre(1, 0, 1);
			assert.equal(httpOf(await status()).get("rs2")?.drainedUntil, 0);
			await good("undrain", "rs2");
			await weightsAre(1, 5, 1);
		});
		assert.deepEqual(seen.failed, []);
	});

	test(
		"a check that can never pass is told at up, and empties nothing",
		onlyIn("health"),
		async () => {
			const seen = await asked(async () => {
				edit('http: "/"', 'http: "/nowhere"');
				assert.match(
					await good("up", ".", "--target", "**web-lb"),
					/rs1: has not passed its check[\s\S]*no real server passes this check/,
				);
				await weightsAre(1, 5, 1);
			});
			assert.deepEqual(seen.failed, []);
			edit('http: "/nowhere"', 'http: "/"');
			await good("up", ".", "--target", "**web-lb");
			await verdict("172.18.0.67", "up");
		},
	);

	test(
		"the checking program killed and started again costs nothing; one that died meanwhile is found",
		onlyIn("health"),
		async () => {
			const seen = await asked(async () => {
				await root("lb", "systemctl restart lvs-web-health");
				await root("lb", "pkill -9 keepalived; sleep 3");
			});
			assert.deepEqual(seen.failed, []);
			await root("lb", "systemctl stop lvs-web-health");
			await stopRs2();
			// nobody looks: it stays as it was, and that is told
			await weightsAre(1, 5, 1);
			assert.match(
				(await status()).hosts
					.find(({ name }) => name === "lb")
					?.drift.join() ?? "",
				/start lvs-web-health\.service/,
			);
			await root("lb", "systemctl start --no-block lvs-web-health");
			await verdict("172.18.0.68", "down");
			await weightsAre(1, 0, 1);
			await startRs2();
			await weightsAre(1, 5, 1);
		},
	);

	test(
		"a reboot of the director offers nobody who failed, and an emptied table comes back without",
		onlyIn("health"),
		async () => {
			await stopRs2();
			await verdict("172.18.0.68", "down");
			await weightsAre(1, 0, 1);
			await lab().reboot("lb");
			// others may be late to answer a machine that has just booted
			assert.equal((await weights())[1], 0);
			await root(
				"lb",
				"ipvsadm -C; for i in $(seq 60); do ipvsadm -Sn | grep -q 172.18.0.69:80 && break; sleep 0.2; done; sleep 0.5",
			);
			await weightsAre(1, 0, 1);
			await startRs2();
			await weightsAre(1, 5, 1);
		},
	);

	const names = ["www.lab.test", "other.lab.test"] as const;
	const pem = (name: (typeof names)[number], what: "crt" | "key") =>
		readFileSync(join(lab().folder, `${name}.${what}`), "utf8");

	/** A program that answers whoever speaks as redis does. */
	const ping = (machine: string) =>
		root(
			machine,
			`systemctl stop pinged 2>/dev/null; systemd-run -q --unit pinged perl -MSocket -e 'socket(S, PF_INET, SOCK_STREAM, 6); bind(S, sockaddr_in(6379, INADDR_ANY)) && listen(S, 9) or die; while (accept(C, S)) { sysread(C, $_, 512) && syswrite(C, "-NOAUTH") }'`,
		);
	/** A web server with a certificate for this name. */
	const serveTls = (machine: string, name: (typeof names)[number]) =>
		root(
			machine,
			`systemctl stop served 2>/dev/null; cat >/root/served.pem <<'END'
${pem(name, "key")}${pem(name, "crt")}END
systemd-run -q --unit served openssl s_server -accept 8443 -www -quiet -cert /root/served.pem -key /root/served.pem`,
		);

	test(
		"a service of UDP is asked by a datagram, and its real server is out while the answer is another",
		onlyIn("health"),
		async () => {
			const answer = (machine: string, text: string) =>
				root(
					machine,
					`systemctl stop ponger 2>/dev/null; systemd-run -q --unit ponger perl -MSocket -e 'socket(S, PF_INET, SOCK_DGRAM, 17); bind(S, sockaddr_in(27015, inet_aton("172.18.0.70"))) or die; while ($from = recv(S, $_, 512, 0)) { send(S, "${text}", 0, $from) }'`,
				);
			for (const name of names) certify(lab().folder, name);
			for (const machine of ["rs1", "rs2", "rs3"]) {
				await answer(machine, "pong");
				await ping(machine);
				await serveTls(machine, "www.lab.test");
			}
			edit(
				"services: {",
				`services: {
		game: { udp: 27015, check: { udp: { send: "ping", expect: "pong" }, everySeconds: 1 } },
		store: { tcp: 6379, check: { tcp: { send: "PING\\r\\n", expect: "-NOAUTH" } } },
		safe: { tcp: 8443, check: { https: "/", hostName: "www.lab.test", verify: ${JSON.stringify(names.map((name) => pem(name, "crt")).join(""))}, everySeconds: 5 } },
`,
			);
			edit(
				'check: { http: "/" },',
				'check: { http: "/" },\n\t\t\tsorry: { page: "sorry, back soon" },',
			);
			await good("up", ".", "--target", "**web-lb");
			const servers = async () =>
				(await root("lb", "ipvsadm -Sn | grep '^-a -u 172.18.0.70:27015' || :"))
					.split("\n")
					.map((line) => /-r 172\.18\.0\.(\d+):/.exec(line)?.[1])
					.sort();
			const serversAre = async (...wanted: string[]) => {
				const until = Date.now() + 20_000;
				for (;;) {
					const found = await servers();
					if (found.join() === wanted.join()) return;
					if (Date.now() > until) assert.deepEqual(found, wanted);
				}
			};
			await serversAre("67", "68", "69");
			await answer("rs2", "po");
			await serversAre("67", "69");
			await answer("rs2", "pong and more");
			await serversAre("67", "68", "69");
			await root("rs1", "systemctl stop ponger");
			await serversAre("68", "69");
			for (const machine of ["rs2", "rs3"])
				await root(machine, "systemctl stop ponger");
		},
	);

	test(
		"a client of UDP that keeps its socket is answered again when its real server is dead",
		onlyIn("health"),
		async (t) => {
			const isUp = (await lab().lvsctl(["status", "-o", "json"])).exit === 0;
			edit(
				"services: {",
				`services: {
		game: { udp: 27015, check: { udp: { send: "ping", expect: "pong" }, everySeconds: 1 } },`,
			);
			await (isUp ? good("up", ".", "--target", "**web-lb") : good("up"));
			const addresses = { rs1: "67", rs2: "68", rs3: "69" };
			for (const machine of Object.keys(addresses))
				await root(
					machine,
					`systemd-run -q --unit ponger perl -MSocket -e 'socket(S, PF_INET, SOCK_DGRAM, 17); bind(S, sockaddr_in(27015, inet_aton("172.18.0.70"))) or die; while ($from = recv(S, $_, 512, 0)) { send(S, "pong ${machine}", 0, $from) }'`,
				);
			for (const last of Object.values(addresses))
				await verdict(`172.18.0.${last}`, "up", ":27015/dr/udp");
			// a question each 0.3 s from one port, and who answered it, by the clock of the client
			await root(
				"client",
				`systemd-run -q --unit asks perl -MSocket -e 'open(STDOUT, ">", "/root/asked"); $| = 1; socket(S, PF_INET, SOCK_DGRAM, 17); bind(S, sockaddr_in(45000, INADDR_ANY)) or die;
sub at { open(U, "/proc/uptime"); (split " ", <U>)[0] }
while (1) { $at = at(); send(S, "ping", 0, sockaddr_in(27015, inet_aton("172.18.0.70"))); $in = ""; vec($in, fileno(S), 1) = 1; $_ = "nobody"; recv(S, $_, 512, 0) if select($in, undef, undef, 0.25); print "$at $_\n"; select(undef, undef, undef, 0.3 - (at() - $at)) if at() < $at + 0.3 }'
sleep 3`,
			);
			const asked = async () =>
				(await root("client", "cat /root/asked")).split("\n").map((line) => {
					const [at = "", ...who] = line.split(" ");
					return { at: Number(at), who: who.join(" ") };
				});
			const machine = (await asked()).at(-1)?.who.replace("pong ", "") ?? "";
			assert.ok(machine in addresses, machine);
			const died = await clientClock();
			const qmp = await openQmp(machinePaths(lab().directory, machine).qmp);
			await qmp.execute("stop");
			const last = Object.entries(addresses).find(
				([name]) => name === machine,
			)?.[1];
			await root(
				"lb",
				`for i in $(seq 300); do ipvsadm -Sn | grep -q '^-a -u .* -r 172.18.0.${last}:' || exit 0; sleep 0.1; done; exit 1`,
			);
			const out = await clientClock();
			await root("client", "sleep 8");
			const seen = (await asked()).filter(({ at }) => at > died);
			await qmp.execute("cont");
			qmp.close();
			await root("client", "systemctl stop asks");
			await verdict(`172.18.0.${last}`, "up", ":27015/dr/udp");
			for (const each of Object.keys(addresses))
				await root(each, "systemctl stop ponger");
			edit(/\n\t\tgame: .*/, "");
			const unanswered = seen.filter(({ who }) => who === "nobody");
			assert.ok(unanswered.length > 0, "its death was noticed");
			assert.ok(seen.at(-1)?.who.startsWith("pong"), "it is answered");
			t.diagnostic(
				`its rule was gone ${(out - died).toFixed(1)} s after its death, and nobody answered until ${((unanswered.at(-1)?.at ?? died) - died).toFixed(1)} s after it`,
			);
			assert.deepEqual(
				unanswered.filter(({ at }) => at > out + 1),
				[],
			);
		},
	);

	test(
		"what keepalived cannot ask is asked by the same way: a ping that is not answered, a certificate of another name",
		onlyIn("health"),
		async () => {
			// the kernel still takes connections for it
			await root("rs1", "systemctl kill -s STOP pinged");
			await root(
				"rs3",
				"systemctl stop lvs-web-real-server-watch; ip addr del 172.18.0.70/32 dev lo",
			);
			await serveTls("rs2", "other.lab.test");
			await verdict(
				"172.18.0.67",
				"down",
				":6379/dr/tcp",
				" no answer within 2 s",
			);
			await verdict("172.18.0.69", "down", ":6379/dr/tcp");
			// while it started with the other certificate, it refused connections
			await verdict(
				"172.18.0.68",
				"down",
				":8443/dr/https",
				" SSL: no alternative certificate subject name matches target host name 'www.lab.test'",
			);
			await root("rs3", "systemctl start lvs-web-real-server-watch");
			await root("rs1", "systemctl kill -s CONT pinged");
			await serveTls("rs2", "www.lab.test");
			await verdict("172.18.0.67", "up", ":6379/dr/tcp");
			await verdict("172.18.0.68", "up", ":8443/dr/https");
			for (const machine of ["rs1", "rs2", "rs3"])
				await root(machine, "systemctl stop pinged served");
			edit(/\n\t\t(game|store|safe): .*/g, "");
		},
	);

	test(
		"while no real server passes, the director says sorry itself, and hands back",
		onlyIn("health"),
		async () => {
			const page = () =>
				root(
					"client",
					`curl -s -m 5 -w ' %{http_code} %{errormsg}' ${url} | tr '\\n' ' '`,
				);
			const all = (what: string) =>
				Promise.all(
					["rs1", "rs2", "rs3"].map((machine) =>
						root(machine, `systemctl ${what} apache2`),
					),
				);
			assert.match(await page(), / 200 $/);
			await all("stop");
			// its address comes first
			await weightsAre(1, 0, 0, 0);
			assert.equal(await page(), "sorry, back soon  503 ");
			await all("start");
			await weightsAre(0, 1, undefined, 1);
			assert.match(await page(), / 200 $/);
			edit(/\n\t\t\tsorry: .*/, "");
		},
	);

	test(
		"several pages with a checksum, a real server that is checked in its own way, and a program that is told",
		onlyIn("health"),
		async () => {
			const page = (text: string) => `echo ${text} >/var/www/html/same`;
			for (const machine of ["rs1", "rs2", "rs3"])
				await root(machine, page("well"));
			const digest = await root(
				"rs1",
				"md5sum </var/www/html/same | cut -c1-32",
			);
			await root(
				"lb",
				`printf '#!/bin/sh\\necho "$@" >>/root/told\\n' >/usr/local/sbin/told; chmod 755 /usr/local/sbin/told; rm -f /root/told`,
			);
			edit(
				'check: { http: "/" },',
				`check: { http: "/", also: [{ page: "/same", digest: "${digest}" }], tell: "/usr/local/sbin/told" },
			realServers: { rs3: { check: { tcp: true } } },`,
			);
			await good("up", ".", "--target", "**web-lb");
			await verdict("172.18.0.68", "up");
			await weightsAre(1, undefined, 1);
			const declaredWeights = await weights();
			// the first page is as it was
			await root("rs2", page("ill"));
			await root("rs3", page("ill"));
			await verdict("172.18.0.68", "down");
			await weightsAre(undefined, 0, undefined);
			await root("rs2", page("well"));
			await verdict("172.18.0.68", "up");
			await weightsAre(...declaredWeights);
			await root("rs2", "systemctl stop apache2");
			await verdict("172.18.0.68", "down");
			await startRs2();
			await root("rs3", "systemctl stop apache2");
			await verdict("172.18.0.69", "down", ":80/dr/tcp");
			await root("rs3", "systemctl start apache2");
			await verdict("172.18.0.69", "up", ":80/dr/tcp");
			assert.equal(
				await root("lb", "sleep 1; cat /root/told"),
				[
					...["out 172.18.0.68 80 web", "in 172.18.0.68 80 web"],
					...["out 172.18.0.68 80 web", "in 172.18.0.68 80 web"],
				].join("\n"),
			);
			edit(/also: .*\n.*realServers: .*\n/, "");
			edit('check: { http: "/", ', 'check: { http: "/" },\n');
			await good("up", ".", "--target", "**web-lb");
			await verdict("172.18.0.69", "up");
		},
	);

	drillTests(lab);

	test("destroy leaves nothing of it", async () => {
		await good("destroy");
		assert.equal(
			await root(
				"lb",
				"ipvsadm -Sn; cat /proc/sys/net/ipv4/conf/eth1/accept_local; pgrep keepalived || echo none",
			),
			"0\nnone",
		);
	});
});
