import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { onlyIn } from "./only-in.ts";
import { sharedLab } from "./shared-lab.ts";

// `script/campaign packages`: as on a user's machine, what the web tier needs is not there, and the package manager brings it. The lab has
// no way out, so the packages come from a source in the image; what they stand on (libraries, the interpreter) is left installed. It takes
// long under emulation.
const missing = {
	storage: ["mariadb-server", "nfs-kernel-server"],
	rs1: [
		...["wordpress", "libapache2-mod-php"],
		...["libapache2-mod-php8.2", "nfs-common"],
	],
};

/** Modules of PHP that stay on rs1. */
const modules =
	"ctype curl dom exif fileinfo gd iconv intl mbstring mysqli mysqlnd opcache simplexml tokenizer xml zip";

// The homework. Each claim has its control: the same check, seen to fail in the layout that is bad on purpose.

describe("WordPress behind LVS", () => {
	const lab = sharedLab("labs/08-wordpress");
	const uploads = "/var/lib/wordpress/wp-content/uploads";
	/** Without its look, as these tests are not about that. */
	const up = async () => {
		const { exit, stdout, stderr } = await lab().lvsctl(["up", "--no-refresh"]);
		assert.equal(exit, 0, stdout + stderr);
		return stdout;
	};
	/** @param only kinds of checks: what a test is about */
	const check = async (...only: string[]) => {
		const { exit, stdout, stderr } = await lab().lvsctl([
			...["check", "--no-diagnose", "--only", only.join()],
		]);
		return { exit, said: stdout + stderr };
	};
	const on = (machine: string, script: string) =>
		lab().run(machine, "sh", "-c", script);
	const proven = (said: string) => {
		assert.match(said, /session at http : "session persistence is not needed"/);
		assert.match(said, /failover at http: "a real server can go: nobody/);
		assert.match(said, /register at http: "users are in one database"/);
		assert.match(said, /article at http : "what users upload is on all real/);
	};
	const program = () => join(lab().folder, "index.ts");
	const read = () => readFileSync(program(), "utf8");
	const write = (text: string) => writeFileSync(program(), text);
	/** Where the proof of all is not what a test is about. */
	const sessionAlone = (text: string) =>
		text.replace(/^\t\t(register|article|failover)\(\{.*\n/gm, "");

	test(
		"the machines lack what the site needs",
		onlyIn("packages"),
		async () => {
			// Debian's scripts take seconds for each module of PHP; of those that the lab has, those that WordPress asks for
			await on(
				"rs1",
				`cd /etc/php/8.2/mods-available; for module in *.ini; do case " ${modules} " in
			*" \${module%.ini} "*) ;;
			*) rm -f "$module" ../*/conf.d/??-"$module" ;;
			esac; done`,
			);
			await Promise.all(
				Object.entries(missing).map(async ([machine, packages]) => {
					await lab().run(
						machine,
						...["env", "DEBIAN_FRONTEND=noninteractive"],
						...["dpkg", "--purge", "--force-depends", ...packages],
					);
					const status = await on(
						machine,
						`dpkg-query -W -f '\${db:Status-Status}\\n' ${packages.join(" ")} 2>/dev/null | sort -u`,
					);
					assert.doesNotMatch(status, /^installed/m);
				}),
			);
		},
	);

	test("one command makes the site, and answers the homework by experiment", async () => {
		proven(await up());
	});

	test("again: nothing to do, nothing drifted", async () => {
		assert.match((await lab().lvsctl(["up"])).stdout, /\d+ unchanged/);
		const { exit, stdout } = await lab().lvsctl([
			...["refresh", ".", "--", "--preview-only", "--expect-no-changes"],
		]);
		assert.equal(exit, 0, stdout);
	});

	test("no password, key or salt stands in clear in state, in a preview, or in a process", async () => {
		const config = await on("rs1", "cat /etc/wordpress/config-lvs-blog.php");
		const secrets = [...config.matchAll(/'([A-Za-z0-9]{32})'/g)].map(
			([, secret = ""]) => secret,
		);
		assert.equal(secrets.length, 9);
		const state = readFileSync(
			join(lab().directory, "pulumi/.pulumi/stacks/lvs-08-wordpress/lab.json"),
			"utf8",
		);
		const preview = await lab().lvsctl(["preview", ".", "--", "--diff"]);
		const processes = await on(
			"storage",
			"cat /proc/[0-9]*/cmdline | tr '\\0' ' '",
		);
		for (const secret of secrets) {
			assert.ok(!state.includes(secret), "in the state");
			assert.ok(!preview.stdout.includes(secret), "in the preview");
			assert.ok(!processes.includes(secret), "in a process");
		}
		assert.match(state, /define\('AUTH_KEY', '@secret:auth-key\|php@'\)/);
	});

	test(
		"a password of the database is exchanged, and no request is lost",
		onlyIn("database"),
		async () => {
			write(
				read().replace("wordpress: {}", 'wordpress: { password: "first" }'),
			);
			await on(
				"client",
				`cat >/tmp/ask <<'END'
while [ ! -e /tmp/enough ]; do
	curl -s -m 60 -o /tmp/page -w '%{http_code} ' --connect-to www.lab.test:80:172.18.0.70:80 http://www.lab.test/
	grep -o '</html>' /tmp/page || echo broken
done >/tmp/asked 2>&1
END
rm -f /tmp/enough; setsid sh /tmp/ask >/dev/null 2>&1 </dev/null &`,
			);
			const said = await up();
			await on("client", "touch /tmp/enough; sleep 10");
			assert.match(said, /WordPressSite blog-rs1-site updated/);
			const answers = await on("client", "sort /tmp/asked | uniq -c");
			assert.match(answers, /^ *\d\d+ 200 <\/html>$/);
			// the former one is let in no more, as the real servers need it no longer
			const account = await on(
				"storage",
				`mariadb -N -B -e "SHOW CREATE USER 'wordpress'@'172.18.0.0/255.255.255.0'"`,
			);
			assert.equal(new Set(account.match(/[*][0-9A-F]{40}/g)).size, 1, account);
			assert.equal((await lab().lvsctl(["status"])).exit, 0);
		},
	);

	/** Takes the shared directory from rs2. The watch would bring it back. */
	const unmounted = () =>
		on("rs2", `systemctl stop lvs-files-mount; umount -l ${uploads}`);

	test("nothing can be written beneath a mount that is missing", async () => {
		await unmounted();
		assert.match(
			await on("rs2", `touch ${uploads}/lost 2>&1 || true`),
			/not permitted|denied/,
		);
		await on(
			"rs2",
			`systemctl start lvs-files-mount; for i in $(seq 60); do findmnt -n -t nfs4 ${uploads} && exit; sleep 0.5; done; exit 1`,
		);
	});

	// One fault after the other comes to rs2, until one `up` repairs them. Each is seen by a check that those before it left alone;
	// the last one takes rs2 out of play, and hides them all.

	test(
		"control: with private uploads pictures are missing on the other real server",
		onlyIn("packages"),
		async () => {
			await unmounted();
			await on("rs2", `chattr -i ${uploads}; chmod 777 ${uploads}`);
			const { exit, said } = await check("session", "article");
			assert.equal(exit, 1, said);
			assert.match(said, /passed: session at http/);
			assert.match(
				said,
				/FAILED: article at http[\s\S]*not whole: rs[12] \S+\.png: 404/,
			);
			assert.match(said, /answer +shared storage is needed/);
			await on("rs2", `rm -rf ${uploads}/*; chmod 000 ${uploads}`);
		},
	);

	test(
		"control: with other keys on one real server the session is lost, and nothing else",
		onlyIn("packages"),
		async () => {
			await on(
				"rs2",
				"sed -i \"/_KEY\\|_SALT/s/', '.*'/', 'another secret of rs2 alone'/\" /etc/wordpress/config-lvs-blog.php",
			);
			const { exit, said } = await check("session", "register");
			assert.equal(exit, 1, said);
			assert.match(
				said,
				/FAILED: session at http[\s\S]*signed out: rs[12] \d+\n/,
			);
			assert.match(said, /answer +session persistence is needed/);
			assert.match(said, /passed: register at http/);
		},
	);

	test(
		"control: with a database of its own one real server knows nobody",
		onlyIn("packages"),
		async () => {
			const config = "/etc/wordpress/config-lvs-blog.php";
			const password = await on(
				"rs2",
				`sed -n "s/.*DB_PASSWORD', '\\(.*\\)'.*/\\1/p" ${config}`,
			);
			await on("rs2", "systemctl start mariadb");
			const copy = await lab().lvsctl(
				["lab", "exec", "rs2", "--", "mariadb"],
				`CREATE DATABASE wordpress; CREATE USER wordpress@localhost IDENTIFIED BY '${password}';
			GRANT ALL ON wordpress.* TO wordpress@localhost; USE wordpress;
			${await on("storage", "mariadb-dump wordpress")}`,
			);
			assert.equal(copy.exit, 0, copy.stderr);
			await on("rs2", `sed -i "/DB_HOST/s/172.18.0.69/localhost/" ${config}`);
			const { exit, said } = await check("register");
			assert.equal(exit, 1, said);
			assert.match(
				said,
				/FAILED: register at http[\s\S]*known on rs[12]\n[\s\S]*the real servers need one database/,
			);
		},
	);

	test(
		"control: where one real server alone answers, nothing is proven, whatever the other would have said",
		onlyIn("packages"),
		async () => {
			await on("lb", "ipvsadm -e -t 172.18.0.70:80 -r 172.18.0.68 -g -w 0");
			const { exit, said } = await check("session");
			assert.equal(exit, 1, said);
			assert.match(
				said,
				/FAILED: session at http[\s\S]*signed in: rs1 20, rs2 0[\s\S]*nothing is known: not all real servers took part/,
			);
		},
	);

	test(
		"refresh shows each of these faults, and one up repairs them all and proves the site again",
		onlyIn("packages"),
		async () => {
			const refresh = await lab().lvsctl(["refresh"]);
			assert.match(refresh.stdout, /not shown, as there are secrets in it/);
			assert.match(
				refresh.stdout,
				/- mounted \/var\/lib\/wordpress\S*\/uploads: /,
			);
			assert.match(refresh.stdout, /lvs-files-mount: .*inactive/);
			assert.match(refresh.stdout, /"-g -w 1" => "-g -w 0"/);
			const said = await up();
			assert.match(said, /SmokeTest homework-checks updated/);
			proven(said);
			assert.match(
				await on("rs2", `findmnt -n -t nfs4 ${uploads}`),
				/172.18.0.69/,
			);
			await on(
				"rs2",
				"mariadb -e 'DROP DATABASE wordpress; DROP USER wordpress@localhost'; systemctl stop mariadb",
			);
		},
	);

	test(
		"storage reboots: a pause, never a wrong answer",
		onlyIn("packages"),
		async () => {
			await on("rs1", `cp /etc/hostname ${uploads}/witness.txt`);
			// once a second until the reboot is over, and once more
			const reading = lab().lvsctl(
				["lab", "exec", "client", "--", "sh", "-s"],
				`ask() { curl -s -m 90 -o /dev/null -w '%{http_code}\\n' --connect-to www.lab.test:80:172.18.0.70:80 http://www.lab.test/wp-content/uploads/witness.txt; }
			until [ -e /tmp/over ]; do ask; sleep 1; done; ask`,
			);
			const reboot = await lab().lvsctl(["lab", "reboot", "storage"]);
			await on("client", "touch /tmp/over");
			const { stdout, stderr } = await reading;
			assert.equal(reboot.exit, 0, reboot.stderr);
			assert.deepEqual(
				[...new Set(stdout.trim().split("\n"))],
				["200"],
				stderr,
			);
			assert.equal(await on("storage", "systemctl --failed --no-legend"), "");
			await on(
				"storage",
				"until systemctl -q is-active mariadb; do sleep 1; done",
			);
			const { exit, said } = await check("register");
			assert.equal(exit, 0, said);
		},
	);

	test(
		"a real server that boots while storage is away lacks its pictures alone, and has them when it comes back, by nobody's hand",
		onlyIn("packages"),
		async () => {
			await on("storage", "systemctl stop nfs-server");
			const reboot = await lab().lvsctl(["lab", "reboot", "rs2"]);
			assert.equal(reboot.exit, 0, reboot.stderr);
			assert.equal(
				await on(
					"rs2",
					// the login may come before the web server
					"curl -s --retry 60 --retry-delay 1 --retry-connrefused -o /dev/null -w '%{http_code}' -H 'Host: www.lab.test' 127.0.0.1/wp-content/uploads/witness.txt",
				),
				"403",
				"no empty directory is served",
			);
			await on("storage", "systemctl start nfs-server");
			await on(
				"rs2",
				`for i in $(seq 60); do findmnt -n -t nfs4 ${uploads} && exit; sleep 1; done; exit 1`,
			);
			const { exit, said } = await check("session", "article");
			assert.equal(exit, 0, said);
		},
	);

	test(
		"a third real server joins, and the two are not disturbed",
		onlyIn("packages"),
		async () => {
			// client2 is a machine like any other
			write(
				sessionAlone(read())
					.replace("second: machines.client2,\n", "")
					.replace(
						/(rs2: \{ host: machines.rs2.*\n)/,
						'$1\trs3: { host: machines.client2, address: "172.18.0.11" },\n',
					),
			);
			const since = () =>
				on("rs1", "systemctl show -p ActiveEnterTimestampMonotonic apache2");
			const before = await since();
			const said = await up();
			assert.match(said, /WordPress blog-rs3 created/);
			assert.doesNotMatch(
				said,
				/(WordPress|StorageMount|RealServer) \S+-rs[12] (updated|replaced)/,
			);
			assert.equal(await since(), before);
			assert.match(said, /session at http: "session persistence is not/);
		},
	);

	test("what a plug-in protects by a .htaccess is 403, and none that is uploaded lets a program run", async () => {
		await on(
			"rs1",
			`cd ${uploads} && mkdir -p orders logs evil && echo secret | tee orders/a.csv logs/a.log evil/a.csv >evil/x.php &&
echo 'deny from all' >orders/.htaccess && echo 'Require all denied' >logs/.htaccess &&
printf 'Require all granted\\nSetHandler default-handler\\nOptions +Indexes\\nphp_value auto_prepend_file x\\nUnheardOf 1\\n<If "true">\\nRequire all granted\\n</If>\\n' >evil/.htaccess`,
		);
		assert.equal(
			await on(
				"rs1",
				"for path in orders/a.csv logs/a.log evil/a.csv evil/x.php; do curl -s -o /dev/null -w '%{http_code}\\n' -H 'Host: www.lab.test' 127.0.0.1/wp-content/uploads/$path; done",
			),
			"403\n403\n200\n403",
		);
		await on("rs1", `cd ${uploads} && rm -r orders logs evil`);
	});

	test("destroy leaves what users made, and says so", async () => {
		await on("rs1", `echo kept >${uploads}/kept.txt`);
		const { exit, stdout, stderr } = await lab().lvsctl(["destroy"]);
		assert.equal(exit, 0, stdout + stderr);
		assert.match(stdout, /left \/srv\/lvs\/files\/uploads: it is not empty/);
		assert.match(stdout, /left database wordpress: the users' data/);
		if (process.env.CAMPAIGN === "packages")
			for (const name of [...missing.storage, "nfs-common"])
				assert.match(stdout, new RegExp(`left package ${name}: others may`));
		assert.equal(
			await on("storage", "cat /srv/lvs/files/uploads/kept.txt"),
			"kept",
		);
		assert.match(
			await on("storage", "ls /var/lib/mysql/wordpress"),
			/wp_posts/,
		);
		for (const machine of ["rs1", "rs2", "client2", "storage"])
			assert.equal(
				await on(
					machine,
					"find /etc /usr/local/lib /var/lib/pulumi-lvs -name '*lvs-*' -o -name '*pulumi-lvs*' 2>/dev/null || true",
				),
				"",
			);
	});

	test(
		"up finds it again, and destroy takes what users made where it is told to",
		onlyIn("packages"),
		async () => {
			write(
				read()
					// one real server finds what two had
					.replace(/\trs[23]: .*\n/g, "")
					.replace(/const proof = [\s\S]*/, "")
					.replace("directories: {", "deleteData: true, $&")
					.replace("databases: {", "deleteData: true, $&"),
			);
			await up();
			assert.equal(await on("rs1", `cat ${uploads}/kept.txt`), "kept");
			assert.match(
				await on(
					"client",
					"curl -s -m 60 --connect-to www.lab.test:80:172.18.0.70:80 http://www.lab.test/",
				),
				/<title>/,
			);
			const { exit, stdout, stderr } = await lab().lvsctl(["destroy"]);
			assert.equal(exit, 0, stdout + stderr);
			assert.doesNotMatch(stdout, /left (\/srv|database)/);
			assert.equal(
				await on(
					"storage",
					"find /srv/lvs /var/lib/mysql/wordpress -type f 2>/dev/null || true",
				),
				"",
			);
		},
	);
});
