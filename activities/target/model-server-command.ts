import type { ServerSpec } from '../../domain/project';

/**
 * What starts a model server in an image: TensorFlow Serving, which loads the one version of the image at once and only
 * once, so that a model that cannot be loaded shows in seconds; or the command of the base's rule.
 */
export function modelServerCommand(project: string, port: number, server: ServerSpec | undefined): readonly string[] {
  if (server !== undefined) return server.command;
  return [
    'tensorflow_model_server',
    `--rest_api_port=${port}`,
    '--port=0',
    `--model_name=${project}`,
    `--model_base_path=/models/${project}`,
    '--max_num_load_retries=0',
    '--file_system_poll_wait_seconds=0',
  ];
}
