# SPDX-License-Identifier: Apache-2.0
# Installs what the build needs; sourced by ./dev. Each step looks first and is silent and quick
# when nothing is missing.

deps_all() {
  locked deps _deps_all "$@"
}

_deps_all() {
  deps_debian
  deps_headers
  deps_source libsodium
  deps_source imgui
  deps_npm
  [ "${1:-}" != note_versions ] || deps_note_versions
}

# name and known version of each package, without comments and source packages
packages_listed() { grep -vE '^(#|src:|$)' .ci/packages.txt; }

deps_debian() {
  command -v dpkg-query >/dev/null ||
    fail "this builds on Debian 12; elsewhere install what .ci/packages.txt names and Node 18 or 20"
  local missing
  missing=$(comm -23 <(packages_listed | cut -d' ' -f1 | sort) <(packages_installed))
  # Debian's npm conflicts with a Node from elsewhere, so only what is not there is asked for.
  command -v node >/dev/null || missing+=" nodejs"
  command -v npm >/dev/null || missing+=" npm"
  missing=$(xargs <<<"$missing")
  [ -n "$missing" ] || return 0
  say "installing Debian packages: $missing"
  as_root apt-get -q -o DPkg::Lock::Timeout=600 update >build/deps/apt.log 2>&1 ||
    { cat build/deps/apt.log && fail "apt-get update failed"; }
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 \
    install --no-install-recommends $missing >build/deps/apt.log 2>&1 ||
    { tail -n 30 build/deps/apt.log && fail "apt-get install failed"; }
}

packages_installed() {
  dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | sort -u
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "this needs root or sudo: $*"
  fi
}

deps_note_versions() {
  local package known here
  while read -r package known; do
    here=$(dpkg-query -W -f '${Version}' "$package")
    [ "$here" = "$known" ] || say "note: $package is $here here; $known is the version known to work"
  done < <(packages_listed)
  say "everything is installed"
}

# Header-only libraries, one link each: emcc must not see the rest of /usr/include.
deps_headers() {
  mkdir -p build/deps/include
  ln -sfn /usr/include/doctest build/deps/include/doctest
  ln -sfn /usr/include/nlohmann build/deps/include/nlohmann
}

# A Debian source package, with Debian's patches, unpacked into build/deps/src/NAME.
deps_source() {
  local name=$1 known
  known=$(sed -n "s/^src:$name //p" .ci/packages.txt)
  [ ! -f "build/deps/src/$name.unpacked" ] || return 0
  say "fetching Debian's source of $name $known"
  mkdir -p build/deps/src build/deps/download
  source_lists
  (cd build/deps/download && private_apt source --download-only "$name") >build/deps/apt.log 2>&1 ||
    { tail -n 5 build/deps/apt.log && fail "fetching the source of $name failed"; }
  rm -rf "build/deps/src/$name"
  dpkg-source -q --no-check -x build/deps/download/"${name}"_*.dsc "build/deps/src/$name" >/dev/null
  local version
  version=$(sed -n 's/^Version: //p' build/deps/download/"${name}"_*.dsc)
  [ "$version" = "$known" ] ||
    say "note: the source of $name is $version; $known is the version known to work"
  echo "$version" >"build/deps/src/$name.unpacked"
}

# Source entries for the suites the machine already uses, in an apt configuration of our own. The
# main archive comes first: the security archive does not keep what a point release has taken over.
source_lists() {
  local apt=build/deps/apt
  [ ! -s $apt/sources.list ] || return 0
  mkdir -p $apt/lists/partial $apt/cache/archives/partial $apt/parts
  [ -n "$(source_entries)" ] || as_root apt-get -q update >build/deps/apt.log 2>&1
  source_entries | awk '{print /security/, $0}' | sort -u | cut -d' ' -f2- >$apt/sources.list
  private_apt update >build/deps/apt.log 2>&1 ||
    { cat build/deps/apt.log && rm $apt/sources.list && fail "apt-get update for sources failed"; }
}

source_entries() {
  apt-get indextargets --format 'deb-src $(REPO_URI) $(RELEASE) $(COMPONENT)' \
    'Created-By: Packages' 'Origin: Debian'
}

private_apt() {
  local apt=$root/build/deps/apt
  apt-get -q -o Dir::Etc::sourcelist="$apt/sources.list" -o Dir::Etc::sourceparts="$apt/parts" \
    -o Dir::State::lists="$apt/lists" -o Dir::Cache="$apt/cache" \
    -o Acquire::Languages=none -o APT::Sandbox::User=root "$@"
}

deps_npm() {
  local stamp=node_modules/.shopbell-lock
  cmp -s package-lock.json $stamp && return 0
  say "installing npm packages by package-lock.json: $(npm_direct)"
  npm ci --loglevel=error >build/deps/npm.log 2>&1 ||
    { tail -n 30 build/deps/npm.log && fail "npm ci failed"; }
  cp package-lock.json $stamp
}

npm_direct() {
  node -p 'Object.keys(require("./package.json").devDependencies).join(" ")'
}
