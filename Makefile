# The everyday verbs. `make` installs what is missing, builds and opens the sample workspace;
# `make test` installs, builds and runs all the tests.

# The Swift runtime goes into the program: it starts sooner and runs where no Swift is installed.
build_flags = -Xswiftc -cross-module-optimization --static-swift-stdlib
check_flags = --explicit-target-dependency-import-check error
binary = .build/release/parterre
workspace = .build/sample-workspace

.PHONY: demo build test lint format dependencies sample-data clean

demo: build
	$(binary) -w $(workspace) demo

build: dependencies
	swift build -c release --product parterre $(build_flags)

test: dependencies
	swift build --build-tests $(check_flags)
	swift test --skip-build --disable-xctest

lint:
	swift format lint --strict -r Sources Tests Package.swift

format:
	swift format -i -r Sources Tests Package.swift

dependencies:
	@scripts/install-dependencies

# Writes the small set of feeds that SampleData holds; the same arguments give the same bytes.
sample-data: build
	$(binary) generate --out SampleData/feeds --profiles 2000 --events 30000 --days 90 --seed 1

clean:
	rm -rf .build
