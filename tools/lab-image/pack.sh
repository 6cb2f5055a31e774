# Run by bash as (namespace) root: standard input is the tar of the new system, $1 the text of the initrd's init, $2 the
# disk size. Standard output is a tar of bzImage, initrd and disk.raw. Works in TMPDIR only, so that in a user namespace
# no directory of the caller has to be readable.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir root
tar -C root -xf - --exclude='./dev/*'

mkdir -p initrd.d/bin initrd.d/dev initrd.d/proc initrd.d/m initrd.d/r
cp root/usr/bin/busybox initrd.d/bin/busybox
printf '%s\n' "$1" > initrd.d/init
chmod 755 initrd.d/init
for module in virtio_ring virtio virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci virtio_blk failover net_failover virtio_net; do
	find root/usr/lib/modules -name "$module.ko" -exec cp {} initrd.d/m/ \;
done
(cd initrd.d && find . | bin/busybox cpio -o -H newc 2> /dev/null) > initrd

mv root/boot/vmlinuz bzImage
rm -rf root/boot/*
# Lazy tables: the disk is a template, made once and only ever copied on write. With a journal, as hosts have one: without it, a power cut can leave files
# that share their place, or are gone although they were synced. The time until its own commit is the kernel's.
mke2fs -q -t ext4 -J size=16 -E lazy_itable_init=1,lazy_journal_init=1,nodiscard -d root disk.raw "$2" > /dev/null
tar -Scf - bzImage initrd disk.raw
