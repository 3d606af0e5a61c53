/** Owns the types of what the build and newer browsers put into the global scope. */
declare const __APP_VERSION__: string;
declare const __APP_COMMIT__: string;
declare const __APP_NAME__: string;
declare const __APP_FRONT__: string;
declare const __APP_DOORS__: readonly string[];

interface BeforeInstallPromptEvent extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

interface WindowEventMap {
  beforeinstallprompt: BeforeInstallPromptEvent;
}

interface SyncManager {
  register(tag: string): Promise<void>;
}

interface ServiceWorkerRegistration {
  readonly sync?: SyncManager;
}

interface BarcodeDetector {
  detect(image: ImageBitmapSource): Promise<readonly { readonly rawValue: string }[]>;
}

interface Window {
  readonly BarcodeDetector?: {
    new (options: { formats: readonly string[] }): BarcodeDetector;
    getSupportedFormats(): Promise<readonly string[]>;
  };
}
