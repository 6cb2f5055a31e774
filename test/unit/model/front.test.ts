import assert from "node:assert/strict";
import { test } from "node:test";
import { withheld } from "../../../src/model/withheld.ts";
import { wordPressDoor } from "../../../src/model/wordpress.ts";

const good = {
	realServers: {
		rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
	},
	database: {
		address: "172.18.0.69",
		database: "wordpress",
		user: "wordpress",
		password: withheld,
	},
};
const front = (more: object) =>
	wordPressDoor.parse("blog", { ...good, ...more });

test("visitors by HTTPS come to 443, also where TLS ends before the real servers, which then listen elsewhere", () => {
	const tls = front({
		url: "https://www.lab.test",
		tls: { certificate: "PEM", key: withheld },
	});
	assert.deepEqual([tls.url.port, tls.port, tls.trusted], [443, 443, []]);
	const behind = front({
		url: "https://www.lab.test",
		behindTls: { from: ["172.18.0.5"], port: 8080 },
	});
	assert.deepEqual(
		[behind.url.port, behind.port, behind.trusted, behind.certificate],
		[443, 8080, ["172.18.0.5"], undefined],
	);
	assert.equal(
		front({
			url: "https://www.lab.test:8443",
			tls: { certificate: "PEM", key: withheld },
		}).port,
		8443,
	);
	assert.equal(front({ url: "http://www.lab.test:8080" }).port, 8080);
});

test("the scheme's own port is left out, as browsers leave it out: WordPress would send each visitor there again", () => {
	const text = (url: string) => front({ url, behindTls }).url.text;
	const behindTls = { from: ["172.18.0.5"] };
	assert.equal(text("https://www.lab.test:443/"), "https://www.lab.test");
	assert.equal(text("https://www.lab.test:8443"), "https://www.lab.test:8443");
	assert.equal(
		front({ url: "http://www.lab.test:80" }).url.text,
		"http://www.lab.test",
	);
});

test("PHP takes a request that is larger than the largest upload", () => {
	assert.deepEqual(front({ url: "http://www.lab.test" }).phpSettings, {
		upload_max_filesize: "64M",
		post_max_size: "72M",
	});
	assert.deepEqual(
		front({
			url: "http://www.lab.test",
			uploadMegabytes: 20,
			phpSettings: { memory_limit: "256M" },
		}).phpSettings,
		{ upload_max_filesize: "20M", post_max_size: "28M", memory_limit: "256M" },
	);
});
