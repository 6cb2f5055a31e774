/**
 * Containers that serve a page with their name, started in this order, so that docker gives them 172.17.0.2 and so on.
 * Their image is made of the distribution's static busybox: nothing is pulled.
 */
export function containers(names: readonly string[]) {
	const pages = names.map((name) => [
		`/vols/${name}/index.html`,
		{ content: `<h1>${name}</h1>\n` },
	]);
	return {
		packages: ["docker.io", "busybox-static"],
		files: {
			...Object.fromEntries(pages),
			"/usr/local/sbin/containers": {
				content: script(names),
				mode: "755",
				restarts: "containers",
			},
			"/etc/systemd/system/containers.service": { content: unit },
		},
		units: ["docker", "containers"],
	};
}

const script = (names: readonly string[]) => `#!/bin/sh
docker start ${names.join(" ")} 2>/dev/null && exit # after a reboot
docker rm -f ${names.join(" ")} >/dev/null 2>&1
tar -C / -c bin/busybox | docker import - busybox || exit
for name in ${names.join(" ")}; do
	docker run -d --name "$name" --network bridge -v "/vols/$name:/data/web/html:ro" \\
		busybox /bin/busybox httpd -f -h /data/web/html || exit
done
`;

const unit = `[Unit]
Description=Containers with a web server each
Requires=docker.service
After=docker.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/local/sbin/containers

[Install]
WantedBy=multi-user.target
`;
