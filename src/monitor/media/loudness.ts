/** Owns how loud the microphone is just now, as a thin rim. Must never keep a sound. */

export type Loudness = {
  /** 0…1, of the last moment. */
  readonly level: () => number;
  readonly end: () => void;
};

export function listen(stream: MediaStream): Loudness {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Uint8Array(analyser.fftSize);
  return {
    level() {
      analyser.getByteTimeDomainData(samples);
      const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample - 128)), 0);
      return Math.min(1, peak / 100);
    },
    end: () => void context.close(),
  };
}
