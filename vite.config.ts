/** Owns how the two apps are built (`--mode monitor` and `--mode desk`) and how the tests are grouped. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  test: {
    projects: [
      { test: { name: 'unit', include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'], exclude: ['tests/e2e/**', 'tests/bundle/**', 'tests/flow/**'], testTimeout: 60_000 } },
      { test: { name: 'flow', include: ['tests/flow/**/*.test.ts', 'tests/bundle/**/*.test.ts'], testTimeout: 180_000, hookTimeout: 180_000 } },
      { test: { name: 'e2e', include: ['tests/e2e/**/*.test.ts'], testTimeout: 240_000, hookTimeout: 240_000, fileParallelism: false } },
    ],
  },
});
