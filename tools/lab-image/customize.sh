# mmdebstrap customize hook, run by sh; $1 = root directory of the new system. Its text is passed inline and every other
# file comes by tar-in, because in a user namespace the checkout may not be readable.
set -eu
R=$1

# The kernel without installing its package: that would pull in initramfs-tools and build an initrd.
kernel=$(chroot "$R" apt-cache depends linux-image-cloud-amd64 | awk '/Depends:/ { print $2; exit }')
chroot "$R" sh -euc "cd /tmp
	apt-get -qq -o APT::Sandbox::User=root download $kernel
	dpkg-deb -x $kernel*.deb k
	mkdir -p /usr/lib/modules && mv k/lib/modules/* /usr/lib/modules/ && mv k/boot/vmlinuz-* /boot/vmlinuz
	rm -rf k $kernel*.deb"

# A lab has no way out: what a suite removes and wants installed again comes from a package source in the guest.
mkdir -p "$R/var/lab/repository"
chroot "$R" sh -euc "cd /var/lab/repository
	apt-get -qq -o APT::Sandbox::User=root download $LAB_OFFLINE"
(cd "$R/var/lab/repository" && for deb in *.deb; do
	dpkg-deb -f "$deb"
	printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$deb" "$(stat -c %s "$deb")" "$(sha256sum "$deb" | cut -d' ' -f1)"
done > Packages)
rm -f "$R"/etc/apt/sources.list.d/*
echo 'deb [trusted=yes] file:/var/lab/repository ./' > "$R/etc/apt/sources.list"

# A student's login with passwordless sudo beside root. '*' and not '!': sshd refuses locked accounts.
chroot "$R" useradd --no-create-home --home-dir /home/student --shell /bin/bash --password '*' student
cp "$R"/etc/skel/.[!.]* "$R/home/student/"
chroot "$R" chown -R student:student /home/student
echo 'student ALL=(ALL) NOPASSWD:ALL' > "$R/etc/sudoers.d/student"
chmod 440 "$R/etc/sudoers.d/student"
chmod 700 "$R/root/.ssh" "$R/home/student/.ssh"
chmod 600 "$R/root/.ssh/authorized_keys" "$R/home/student/.ssh/authorized_keys" "$R/etc/ssh/ssh_host_ed25519_key"
rm -f "$R"/etc/ssh/ssh_host_rsa* "$R"/etc/ssh/ssh_host_ecdsa*

# No name server can be reached from a lab: without one a look-up fails at once instead of after 10 s.
rm -f "$R/etc/resolv.conf"
echo '# a lab has no way out' > "$R/etc/resolv.conf"
echo lab > "$R/etc/hostname"
printf '127.0.0.1 localhost\n127.0.1.1 lab\n' > "$R/etc/hosts"
: > "$R/etc/fstab"
od -An -N16 -tx1 /dev/urandom | tr -d ' \n' > "$R/etc/machine-id"
ln -sf /lib/systemd/system/multi-user.target "$R/etc/systemd/system/default.target"
mkdir -p "$R/etc/systemd/system/multi-user.target.wants"
ln -sf ../lab-agent.service "$R/etc/systemd/system/multi-user.target.wants/lab-agent.service"

# What a lesson installs must not run by itself: only these stay enabled.
for link in "$R"/etc/systemd/system/*.target.wants/*; do
	case ${link##*/} in
	ssh.service | lab-agent.service | remote-fs.target | apparmor.service) ;;
	*) rm -f "$link" ;;
	esac
done
rm -f "$R"/etc/rc?.d/S*

# What a lab guest does not need at boot. Masked, not removed: systemd stays the real PID 1 and a lesson may unmask.
for unit in \
	apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer \
	systemd-tmpfiles-clean.timer \
	systemd-networkd.service systemd-networkd.socket systemd-network-generator.service systemd-timesyncd.service \
	systemd-logind.service systemd-user-sessions.service \
	dbus.service dbus.socket \
	systemd-udevd.service systemd-udevd-control.socket systemd-udevd-kernel.socket systemd-udev-trigger.service \
	systemd-udev-settle.service systemd-hwdb-update.service \
	getty.target getty@tty1.service serial-getty@ttyS0.service console-getty.service \
	systemd-ask-password-console.path systemd-ask-password-wall.path \
	systemd-tmpfiles-setup-dev.service systemd-sysusers.service systemd-random-seed.service systemd-update-utmp.service \
	systemd-update-utmp-runlevel.service systemd-remount-fs.service systemd-fsck-root.service systemd-repart.service \
	systemd-machine-id-commit.service systemd-firstboot.service systemd-update-done.service systemd-sysext.service \
	systemd-journal-flush.service systemd-journal-catalog-update.service systemd-boot-system-token.service \
	systemd-pstore.service systemd-binfmt.service ldconfig.service kmod-static-nodes.service \
	modprobe@configfs.service modprobe@dm_mod.service modprobe@drm.service modprobe@efi_pstore.service \
	modprobe@fuse.service modprobe@loop.service \
	rpcbind.socket rpcbind.service rpc-statd.service rpc-statd-notify.service nfs-blkmap.service \
	rpc-gssd.service rpc-svcgssd.service auth-rpcgss-module.service \
	dev-hugepages.mount dev-mqueue.mount sys-kernel-debug.mount sys-kernel-tracing.mount sys-kernel-config.mount \
	sys-fs-fuse-connections.mount proc-sys-fs-binfmt_misc.automount; do
	ln -sf /dev/null "$R/etc/systemd/system/$unit"
done
# A daemon-reload runs every generator: 1.5 s with all, 0.5 s with these masked. The one for init.d scripts stays:
# without it the distribution's ipvsadm.service would not exist. So does that of NFS: without it nfsdcld fails, which nobody
# notices until the server reboots.
mkdir -p "$R/etc/systemd/system-generators"
for generator in "$R"/usr/lib/systemd/system-generators/*; do
	case ${generator##*/} in
	systemd-sysv-generator | rpc-pipefs-generator) ;;
	*) ln -sf /dev/null "$R/etc/systemd/system-generators/${generator##*/}" ;;
	esac
done

rm -rf "$R"/usr/share/doc/* "$R"/usr/share/locale/* "$R"/usr/share/man/* "$R"/var/log/*.log
# Drivers that a QEMU guest never has: 200 MB.
M=$(echo "$R"/usr/lib/modules/*/kernel)
(cd "$M/drivers" && rm -rf gpu infiniband hv xen nvme scsi ata media iio thunderbolt md target mtd firmware dma edac hid \
	input nfc staging usb video vfio vdpa i2c hwmon acpi tty nvdimm dax platform power thermal ptp pci \
	net/ethernet net/wireless net/phy net/hyperv net/vmxnet3 net/xen*)
(cd "$M/fs" && rm -rf btrfs xfs ocfs2 gfs2 ceph cifs smb* jfs reiserfs ntfs* f2fs ubifs hfs* udf afs 9p \
	jffs2 nilfs2 minix ufs orangefs dlm erofs fat exfat isofs squashfs)
(cd "$M/net" && rm -rf ceph tipc dccp rds smc 9p wireless mac80211 bluetooth openvswitch mpls atm phonet rxrpc \
	batman-adv can)
rm -rf "$M/sound"
chroot "$R" depmod -a "$(ls "$R/usr/lib/modules")"
