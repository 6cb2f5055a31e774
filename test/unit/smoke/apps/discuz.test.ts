import assert from "node:assert/strict";
import { test } from "node:test";
import { discuz } from "../../../../src/smoke/apps/discuz.ts";
import type { Request as Asked } from "../../../../src/smoke/curl.ts";
import type { Visitor } from "../../../../src/smoke/visitor.ts";

test("a picture is uploaded as a file in a form, byte for byte", async () => {
	const asked: Asked[] = [];
	const visitor = {
		visit: async (request: Asked) => {
			asked.push(request);
			const text = request.url.includes("swfupload")
				? "DISCUZUPLOAD|0|0|7|1|a/b.png"
				: `name="formhash" value="f" discuz_uid = '3' hash: "${"a".repeat(32)}" tid=9`;
			return { status: 200, realServer: "", type: "", sha256: "", text };
		},
	} as unknown as Visitor;
	const picture = Buffer.from([0, 13, 10, 45, 45, 255]);
	const published = await discuz("http://bbs").publish?.(visitor, {
		title: "one two",
		text: "",
		picture,
	});
	assert.deepEqual(published?.pictures, [
		"http://bbs/data/attachment/forum/a/b.png",
	]);
	const { type, bytes } = asked[1]?.body ?? assert.fail();
	const form = await new Response(new Uint8Array(bytes), {
		headers: { "Content-Type": type },
	}).formData();
	const { Filedata, ...fields } = Object.fromEntries(form);
	assert.deepEqual(fields, { uid: "3", hash: "a".repeat(32), type: "image" });
	assert.ok(Filedata instanceof File);
	assert.equal(Filedata.name, "one two.png");
	assert.equal(Filedata.type, "image/png");
	assert.ok(Buffer.from(await Filedata.arrayBuffer()).equals(picture));
});
